import test from "ava";
import type { ClassNames } from "../../../core/rules/class-references.ts";
import { referenceProblems } from "../../../core/rules/class-references.ts";
import { services } from "../located.ts";

const cases: readonly (readonly [string, string | undefined, ClassNames, string | undefined])[] = [
  ["a class there is", "public", { known: ["public"], default: "none" }, undefined],
  ["no class where one is the default", undefined, { known: ["public"], default: "there" }, undefined],
  [
    "a class mistyped",
    "pubilc",
    { known: ["internal", "public"], default: "there" },
    'expected a class of this stack, got "pubilc" (did you mean "public"?)',
  ],
  [
    "a class nothing is near to",
    "edge",
    { known: ["internal", "public"], default: "there" },
    'expected a class of this stack, got "edge" (there are: internal, public)',
  ],
  [
    "a class where there are none",
    "edge",
    { known: [], default: "none" },
    'expected a class of this stack, got "edge" (there are none)',
  ],
  [
    "no class where none is the default",
    undefined,
    { known: ["internal", "public"], default: "none" },
    "is missing, and no class is the default: name one (internal, public), or set default: true on one",
  ],
  [
    "no class where there are none",
    undefined,
    { known: [], default: "none" },
    "is missing, and no class is the default: declare one under exposure:classes",
  ],
  [
    "no class where the default could not be read",
    undefined,
    { known: ["public"], default: "unknown" },
    undefined,
  ],
];

for (const [title, name, classes, message] of cases) {
  test(`a service names ${title}`, (t) => {
    const web = services({ web: name === undefined ? {} : { class: name } });
    const expected = message === undefined ? [] : [{ path: "services.web.class", message }];
    t.deepEqual(referenceProblems(web, classes), expected);
  });
}
