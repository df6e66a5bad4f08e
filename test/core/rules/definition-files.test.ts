import test from "ava";
import { definitionProblems } from "../../../core/rules/definition-files.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";
import { memoryFiles } from "../memory-files.ts";

test("a file of definitions has to be in the project, and that of the controller's release", (t) => {
  const located = classes({
    a: { customResources: { definitions: "missing.yaml" } },
    b: { customResources: { definitions: "edited.yaml" } },
    c: { customResources: true },
    d: { customResources: false },
    e: {},
  });
  const files = memoryFiles({ "edited.yaml": "kind: CustomResourceDefinition" });
  t.deepEqual(told(located.flatMap((one) => definitionProblems(one, files))), [
    "classes.a.customResources.definitions: no-such-file",
    "classes.b.customResources.definitions: other-release",
  ]);
});
