import test from "ava";
import fc from "fast-check";
import { parseEdgeOutputs } from "../../../core/outputs/parse-edge-outputs.ts";
import { parseExposureOutputs } from "../../../core/outputs/parse-exposure-outputs.ts";
import { redirectWarnings } from "../../../core/rules/edge-redirects.ts";
import { planClasses } from "../../../core/rules/edge-routes.ts";
import { handoverProblems } from "../../../core/rules/handovers.ts";
import { ingressClashes } from "../../../core/rules/ingress-names.ts";
import { classSideProblems } from "../../../core/rules/proxy-protocol.ts";
import { service } from "../controllers/fixtures.ts";
import { edgeOf, exposureOf, trusting } from "../edge-fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

const whole = JSON.parse(JSON.stringify(exposureOf({ public: trusting, other: { portOffset: 1 } })));
const ofEdge = {
  version: 1,
  exposure: "organization/exposure/test",
  nodes: ["192.0.2.11"],
  classes: { public: { http: 80, https: 443, proxyProtocol: true } },
};

/** Every place in a value, as the keys that lead there. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const odd = fc.constantFrom<unknown>(null, undefined, 0, -1, 1e308, "", "\u202e", true, [], {}, [null], {
  constructor: null,
});

/** What every reader of an exposure stack's outputs does with them. */
function read(outputs: Readonly<Record<string, unknown>>): "read" | "refused" {
  const found = parseExposureOutputs(outputs);
  if ("problem" in found) return "refused";
  const { routes } = planClasses({ edge: edgeOf(), classes: {} }, found.outputs);
  redirectWarnings(routes, found.outputs.classes);
  ingressClashes([service("web")], found.outputs);
  handoverProblems([resolveClass("public", {}), resolveClass("new", {})], found.outputs.classes);
  return "read";
}

test("an exposure stack's outputs with anything in any place are read or refused, and break nothing", (t) => {
  const outcomes = { read: 0, refused: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...places(whole).slice(1)), odd, (path, by) => {
      outcomes[read(replaced(whole, path, by) as Readonly<Record<string, unknown>>)]++;
    }),
    { numRuns: 2_000 },
  );
  t.is(read(whole), "read");
  t.true(outcomes.read > 100 && outcomes.refused > 500, JSON.stringify(outcomes));
});

test("an edge's outputs with anything in any place are read or doubted, and break nothing", (t) => {
  const outcomes = { edge: 0, doubt: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...places(ofEdge)), odd, (path, by) => {
      const outputs = replaced(ofEdge, path, by) as Readonly<Record<string, unknown>> | undefined;
      const found = parseEdgeOutputs("a/b/c", outputs ?? undefined);
      if ("edge" in found) classSideProblems([resolveClass("public", trusting)], found.edge);
      outcomes["edge" in found ? "edge" : "doubt"]++;
    }),
    { numRuns: 1_000 },
  );
  t.true(outcomes.edge > 50 && outcomes.doubt > 300, JSON.stringify(outcomes));
});

test("what does not fit is named, and shortened", (t) => {
  const classes = { public: { ...whole.classes.public, ports: { http: "80", https: 443 } } };
  t.deepEqual(parseExposureOutputs({ ...whole, classes }), {
    problem:
      "the referenced stack's `classes.public.ports.http` is not what an exposure stack exports: check the stack's name, and run `pulumi up` on it once more",
  });
  const found = parseExposureOutputs({ ...whole, classes: { ["x".repeat(100_000)]: 1 } });
  t.true("problem" in found && found.problem.length < 400);
});
