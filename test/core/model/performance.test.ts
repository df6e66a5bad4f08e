import test from "ava";
import { knobsOf, type ProfileKnobs } from "../../../core/model/performance.ts";

const profiles: ProfileKnobs = { default: {}, high: { upstreamKeepAlive: 320, keepAliveRequests: 10_000 } };

test("the default profile sets no knob", (t) => {
  t.deepEqual(knobsOf(profiles, {}), { profile: "default" });
});

test("a profile's knobs apply if the class sets none", (t) => {
  t.deepEqual(knobsOf(profiles, { profile: "high" }), { profile: "high", ...profiles.high });
});

test("an explicit knob overrides the profile's", (t) => {
  t.is(knobsOf(profiles, { profile: "high", upstreamKeepAlive: 8 }).upstreamKeepAlive, 8);
});
