import test from "ava";
import { knobNames, renderingOf } from "../../../../core/controllers/nginx/knobs.ts";
import { knobsOf } from "../../../../core/controllers/nginx/profiles.ts";
import { classControllerNames } from "../../../../core/model/controllers.ts";

test("the default profile sets no knob", (t) => {
  for (const dialect of classControllerNames) t.deepEqual(knobsOf(dialect, {}), { profile: "default" });
});

test("high: F5's values", (t) => {
  t.deepEqual(knobsOf("f5", { profile: "high" }), {
    profile: "high",
    workerConnections: 8_192,
    workerOpenFiles: 17_408,
    keepAliveRequests: 10_000,
    keepAliveMinTimeout: "10s",
    upstreamKeepAlive: 320,
  });
});

test("high: what ingress-nginx does not have by default already", (t) => {
  t.deepEqual(knobsOf("ingress-nginx", { profile: "high" }), { profile: "high", keepAliveRequests: 10_000 });
});

for (const dialect of classControllerNames) {
  test(`high asks nothing of ${dialect} that it does not have`, (t) => {
    const knobs = knobsOf(dialect, { profile: "high" });
    t.deepEqual(
      knobNames.filter((knob) => knobs[knob] !== undefined && renderingOf(knob, dialect).as === "missing"),
      [],
    );
  });
}

test("a knob of one's own goes over the profile's", (t) => {
  t.is(knobsOf("f5", { profile: "high", upstreamKeepAlive: 8 }).upstreamKeepAlive, 8);
});
