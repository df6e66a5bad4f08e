import test from "ava";
import { templateProblems } from "../../../core/rules/template-files.ts";
import { classes } from "../located.ts";
import { memoryFiles } from "../memory-files.ts";

test("a template that is no file of the project is named", (t) => {
  const located = classes({
    a: { templates: { main: "templates/main.tmpl", ingress: "templates/ingres.tmpl" } },
  });
  const files = memoryFiles({ "templates/main.tmpl": "", "templates/ingress.tmpl": "" });
  t.deepEqual(
    located.flatMap((one) => templateProblems(one, files)),
    [
      {
        path: "classes.a.templates.ingress",
        message: 'expected a file of the project, got "templates/ingres.tmpl": there is no such file',
      },
    ],
  );
});
