import test from "ava";
import { closest, editDistance, fewHints, hint } from "../../../core/config/suggest.ts";
import { firstOf, listed } from "../../../core/model/listed.ts";

const distances: readonly (readonly [string, string, number])[] = [
  ["", "", 0],
  ["", "abc", 3],
  ["expose", "expose", 0],
  ["expsoe", "expose", 1],
  ["expos", "expose", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
];

for (const [a, b, distance] of distances) {
  test(`"${a}" and "${b}" are ${distance} apart, both ways`, (t) => {
    t.is(editDistance(a, b), distance);
    t.is(editDistance(b, a), distance);
  });
}

const known = ["expose", "hostNetwork", "replicas", "logs"];
const meant: readonly (readonly [string, string | undefined])[] = [
  ["expsoe", "expose"],
  ["host-network", "hostNetwork"],
  ["HOSTNETWORK", "hostNetwork"],
  ["replica", "replicas"],
  ["log", "logs"],
  ["lo", undefined],
  ["zz", undefined],
  ["something", undefined],
  ["x".repeat(1_000_000), undefined],
];

for (const [unknown, name] of meant) {
  test(`"${unknown.slice(0, 20)}" is taken for ${name ?? "nothing known"}`, (t) =>
    t.is(closest(unknown, known), name));
}

test("a hint is the nearest name, else the list of names, else that there are none", (t) => {
  t.is(hint("expsoe", known), ' (did you mean "expose"?)');
  t.is(hint("zz", known), " (there are: expose, hostNetwork, replicas, logs)");
  t.is(hint("zz", []), " (there are none)");
});

test("a long list is cut after thirty names", (t) => {
  const names = Array.from({ length: 32 }, (_, index) => `n${index}`);
  t.is(listed(names), `${names.slice(0, 30).join(", ")} and 2 more`);
});

test("many sentences are cut after fifty, and the others counted", (t) => {
  const sentences = Array.from({ length: 30_001 }, (_, index) => `s${index}`);
  t.deepEqual(firstOf(sentences), [...sentences.slice(0, 50), "and 29951 more"]);
  t.deepEqual(firstOf(["a", "b"], 2), ["a", "b"]);
});

test("of many unknown names the first get a hint", (t) => {
  const suggest = fewHints(2);
  t.deepEqual(
    ["log", "zz", "log"].map((name) => suggest(name, ["logs"])),
    [' (did you mean "logs"?)', " (there are: logs)", ""],
  );
});

test("the nearest of equally near names is the first", (t) => {
  t.is(closest("abcx", ["abcd", "abce"]), "abcd");
  t.is(closest("abce", ["abcd", "abce"]), "abce");
});
