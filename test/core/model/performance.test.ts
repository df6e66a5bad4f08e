import test from "ava";
import { knobsOf, type ProfileKnobs } from "../../../core/model/performance.ts";

const profiles: ProfileKnobs = { default: {}, high: { upstreamKeepAlive: 320, keepAliveRequests: 10_000 } };

test("the default profile sets no knob", (t) => {
  t.deepEqual(knobsOf(profiles, {}), { profile: "default" });
});

test("a profile's knobs hold where the class sets none", (t) => {
  t.deepEqual(knobsOf(profiles, { profile: "high" }), { profile: "high", ...profiles.high });
});

test("a knob of one's own goes over the profile's", (t) => {
  t.is(knobsOf(profiles, { profile: "high", upstreamKeepAlive: 8 }).upstreamKeepAlive, 8);
});
