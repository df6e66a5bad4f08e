import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { readTemplates } from "../../components/read-templates.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { toldBy } from "../told-problems.ts";

test("a class without templates reads no file", (t) => {
  t.deepEqual(readTemplates(resolveClass("public", {})), {});
});

test("templates are read unchanged", async (t) => {
  const main = join(await temporaryFolder(t), "nginx.tmpl");
  await writeFile(main, "events {}\n");
  t.deepEqual(readTemplates(resolveClass("public", { templates: { main } })), { main: "events {}\n" });
});

test("one error names every missing file", async (t) => {
  const spec = resolveClass("public", { templates: { main: "no/main.tmpl", ingress: "no/ingress.tmpl" } });
  t.deepEqual(await toldBy(() => readTemplates(spec)), [
    "classes.public.templates.main: unreadable-file",
    "classes.public.templates.ingress: unreadable-file",
  ]);
});
