import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { readTemplates } from "../../components/read-templates.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a class without templates reads no file", (t) => {
  t.deepEqual(readTemplates(resolveClass("public", {})), {});
});

test("templates are read as they are", async (t) => {
  const main = join(await temporaryFolder(t), "nginx.tmpl");
  await writeFile(main, "events {}\n");
  t.deepEqual(readTemplates(resolveClass("public", { templates: { main } })), { main: "events {}\n" });
});

test("every file that is not there is named, in one error", (t) => {
  const spec = resolveClass("public", { templates: { main: "no/main.tmpl", ingress: "no/ingress.tmpl" } });
  const error = t.throws(() => readTemplates(spec), { instanceOf: ConfigError });
  t.deepEqual(error.problems, [
    {
      path: "classes.public.templates.main",
      message: 'cannot read "no/main.tmpl" (ENOENT); give the path of a file, relative to the project',
    },
    {
      path: "classes.public.templates.ingress",
      message: 'cannot read "no/ingress.tmpl" (ENOENT); give the path of a file, relative to the project',
    },
  ]);
});
