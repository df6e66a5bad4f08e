import test from "ava";
import { readCatalogue } from "../../../core/config/catalog-folder.ts";
import { told } from "../../told-problems.ts";
import { memoryFiles } from "../memory-files.ts";

test("each YAML or JSON file is a service with the file's name, in order", (t) => {
  const catalogue = readCatalogue(
    "catalog/",
    memoryFiles({
      "catalog/web.yaml": "backend:\n  service: web\n  port: 80\n",
      "catalog/api.json": '{\n\t"backend": { "service": "api", "port": "http" }\n}',
      "catalog/old.yml": "",
      "catalog/README.md": "# Services",
      "catalog/.keep": "",
    }),
  );
  t.deepEqual(catalogue, {
    files: [
      { name: "api", file: "catalog/api.json", contents: { backend: { service: "api", port: "http" } } },
      { name: "old", file: "catalog/old.yml", contents: null },
      { name: "web", file: "catalog/web.yaml", contents: { backend: { service: "web", port: 80 } } },
    ],
    problems: [],
  });
});

test("a missing folder is a problem of the key that names it", (t) => {
  const { files, problems } = readCatalogue("catalogue", memoryFiles({}));
  t.deepEqual(files, []);
  t.deepEqual(told(problems), ["catalog: no-such-folder"]);
});

const broken: readonly (readonly [string, string, string])[] = [
  ["web.yaml", "backend:\n  service: [web\n", "catalog/web.yaml:3: invalid-yaml"],
  ["web.yaml", "a: 1\nb: 2\na: 3\n", "catalog/web.yaml:3: invalid-yaml"],
  ["web.yaml", "a: 1\n---\nb: 2\n", "catalog/web.yaml:2: several-documents"],
  ["web.json", '{ "a": 1,, }', "catalog/web.json:1: invalid-yaml"],
  ["web.yaml", "a: !secret b\n", "catalog/web.yaml:1: invalid-yaml"],
  ["web.yaml", "a: *b\n", "catalog/web.yaml:1: invalid-yaml"],
  ["web.txt", "a: 1", "catalog/web.txt: wrong-file-name"],
];

for (const [name, text, problem] of broken) {
  test(`${JSON.stringify(text)} in ${name} is refused`, (t) => {
    const { files, problems } = readCatalogue("catalog", memoryFiles({ [`catalog/${name}`]: text }));
    t.deepEqual(files, []);
    t.deepEqual(told(problems), [problem]);
  });
}

test("aliases that unfold without end and nesting without end are problems, not crashes", (t) => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x,x]",
    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]",
    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]",
    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]",
    "e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]",
  ];
  for (const text of [bomb.join("\n"), "[".repeat(100_000)]) {
    const { files, problems } = readCatalogue("c", memoryFiles({ "c/web.yaml": text }));
    t.deepEqual(files, []);
    t.deepEqual(
      problems.map(({ code }) => code),
      ["invalid-yaml"],
    );
    t.true(problems[0]?.message.startsWith("is not valid YAML: "));
  }
});
