import test from "ava";
import { isWithin, overlap } from "../../../../core/config/regex/compare.ts";
import { pathAutomaton } from "../../../../core/config/regex/path-automaton.ts";
import type { PathArgs } from "../../../../core/model/service.ts";

const regex = (path: string) => ({ path, type: "Regex" }) as const;
const prefix = (path: string) => ({ path, type: "Prefix" }) as const;
const exact = (path: string) => ({ path, type: "Exact" }) as const;

type Relation = "apart" | "within" | "contains" | "same" | "cross";

const pairs: readonly (readonly [Required<PathArgs>, Required<PathArgs>, Relation])[] = [
  [regex("/api/v[0-9]+"), prefix("/api"), "within"],
  [regex("/api/v[0-9]+"), prefix("/API/"), "within"],
  [regex("/api/v[0-9]+"), prefix("/apis"), "apart"],
  [regex("/api/v[0-9]+"), prefix("/"), "within"],
  [regex("/.*"), prefix("/"), "same"],
  [regex("/api(/|$)(.*)"), prefix("/api"), "same"],
  [regex("/api"), prefix("/api"), "contains"],
  [regex("/api$"), prefix("/api"), "within"],
  [regex("/api$"), exact("/api"), "same"],
  [regex("/.*\\.png$"), prefix("/img"), "cross"],
  [regex("/.*\\.png$"), exact("/a.PNG"), "contains"],
  [regex("/.*\\.png$"), exact("/axpng"), "apart"],
  [regex("/(en|de)/docs"), prefix("/en"), "cross"],
  [regex("/(en|de)/docs"), prefix("/fr"), "apart"],
  [regex("/v[12]/"), regex("/v[2-9]/"), "cross"],
  [regex("/v[12]/x"), regex("/v[1-9]/"), "within"],
  [regex("/a{2}$"), regex("/a+$"), "within"],
  [prefix("/a"), prefix("/a/b"), "contains"],
  [prefix("/a"), prefix("/ab"), "apart"],
];

for (const [a, b, expected] of pairs) {
  test(`${a.type} ${a.path} and ${b.type} ${b.path}: ${expected}`, (t) => {
    const [one, other] = [pathAutomaton(a), pathAutomaton(b)];
    if (one === undefined || other === undefined) return t.fail();
    const [within, contains] = [isWithin(one, other), isWithin(other, one)];
    const relation = within ? (contains ? "same" : "within") : contains ? "contains" : "cross";
    t.is(overlap(one, other) ? relation : "apart", expected);
  });
}
