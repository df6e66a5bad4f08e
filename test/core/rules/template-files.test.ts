import test from "ava";
import { templateProblems } from "../../../core/rules/template-files.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";
import { memoryFiles } from "../memory-files.ts";

test("a template that is no file of the project is named", (t) => {
  const located = classes({
    a: { templates: { main: "templates/main.tmpl", ingress: "templates/ingres.tmpl" } },
  });
  const files = memoryFiles({ "templates/main.tmpl": "", "templates/ingress.tmpl": "" });
  t.deepEqual(told(located.flatMap((template) => templateProblems(template, files))), [
    "classes.a.templates.ingress: no-such-file",
  ]);
});
