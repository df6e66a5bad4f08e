import test from "ava";
import { readCatalogue } from "../../../core/config/catalog-folder.ts";
import { memoryFiles } from "../memory-files.ts";

test("each file is a service of its name, YAML as JSON, in order", (t) => {
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

test("a folder that is not there is a problem of the key that names it", (t) => {
  t.deepEqual(readCatalogue("catalogue", memoryFiles({})), {
    files: [],
    problems: [
      {
        path: "catalog",
        message: 'expected a folder of the project, got "catalogue": there is no such folder',
      },
    ],
  });
});

const broken: readonly (readonly [string, string, string, string])[] = [
  [
    "web.yaml",
    "backend:\n  service: [web\n",
    "catalog/web.yaml:3",
    "is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["web.yaml", "a: 1\nb: 2\na: 3\n", "catalog/web.yaml:3", "is not valid YAML: Map keys must be unique"],
  [
    "web.yaml",
    "a: 1\n---\nb: 2\n",
    "catalog/web.yaml:2",
    "is not valid YAML: one service a file, got several documents",
  ],
  ["web.json", '{ "a": 1,, }', "catalog/web.json:1", "is not valid YAML: Unexpected , in flow map"],
  ["web.yaml", "a: !secret b\n", "catalog/web.yaml:1", "is not valid YAML: Unresolved tag: !secret"],
  [
    "web.yaml",
    "a: *b\n",
    "catalog/web.yaml",
    "is not valid YAML: Unresolved alias (the anchor must be set before the alias): b",
  ],
  ["web.txt", "a: 1", "catalog/web.txt", "expected a file <service>.yaml or <service>.json"],
];

for (const [name, text, path, message] of broken) {
  test(`${path}: ${message}`, (t) => {
    const { files, problems } = readCatalogue("catalog", memoryFiles({ [`catalog/${name}`]: text }));
    t.deepEqual({ files, problems }, { files: [], problems: [{ path, message }] });
  });
}

test("aliases that unfold without end and nesting without end are problems, not crashes", (t) => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x,x]",
    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]",
    "c: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]",
    "d: [*b,*b,*b]",
  ];
  for (const text of [bomb.join("\n"), "[".repeat(100_000)]) {
    const { files, problems } = readCatalogue("c", memoryFiles({ "c/web.yaml": text }));
    t.deepEqual(files, []);
    t.is(problems.length, 1);
    t.true(problems[0]?.message.startsWith("is not valid YAML: "));
  }
});
