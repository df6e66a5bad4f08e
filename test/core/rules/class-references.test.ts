import test from "ava";
import type { ClassNames } from "../../../core/rules/class-references.ts";
import { referenceProblems } from "../../../core/rules/class-references.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

const cases: readonly (readonly [string, string | undefined, ClassNames, string | undefined])[] = [
  ["a class there is", "public", { known: ["public"], default: "none" }, undefined],
  ["no class where one is the default", undefined, { known: ["public"], default: "there" }, undefined],
  ["a class mistyped", "pubilc", { known: ["internal", "public"], default: "there" }, "unknown-class"],
  ["a class unlike all others", "edge", { known: ["internal", "public"], default: "there" }, "unknown-class"],
  ["a class where there are none", "edge", { known: [], default: "none" }, "unknown-class"],
  [
    "no class where none is the default",
    undefined,
    { known: ["internal", "public"], default: "none" },
    "no-default-class",
  ],
  ["no class where there are none", undefined, { known: [], default: "none" }, "no-default-class"],
  [
    "no class where the default could not be read",
    undefined,
    { known: ["public"], default: "unknown" },
    undefined,
  ],
];

for (const [title, name, classes, code] of cases) {
  test(`a service refers to ${title}`, (t) => {
    const web = services({ web: name === undefined ? {} : { class: name } });
    const expected = code === undefined ? [] : [`services.web.class: ${code}`];
    t.deepEqual(told(referenceProblems(web, classes)), expected);
  });
}
