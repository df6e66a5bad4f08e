import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import test from "ava";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse, stringify } from "yaml";
import { getLanguageService, type LanguageService } from "yaml-language-server";
import { serviceConfig } from "../../core/config/service-config.ts";
import { isObject } from "../../core/model/is-object.ts";
import { ConfigError, type Problem } from "../../core/model/problems.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { yamlBlocks } from "../../operations/schemas/yaml-blocks.ts";
import { schemaFiles } from "../../operations/schemas.ts";
import { pages } from "../docs/pages.ts";

const files = schemaFiles();
const stackSchema = "schema/exposure-stack.json";
const edgeSchema = "schema/haproxy-edge-stack.json";
const stackFiles = {
  "Pulumi.dev.yaml": stackSchema,
  "Pulumi.prod.yaml": stackSchema,
  "Pulumi.trial.yaml": stackSchema,
  "stacks/haproxy-edge/Pulumi.dev.yaml": edgeSchema,
  "stacks/haproxy-edge/Pulumi.prod.yaml": edgeSchema,
};

for (const [path, text] of Object.entries(files)) {
  test(`${path} is what \`npm run docs\` writes`, (t) => {
    t.is(readFileSync(path, "utf8"), text);
  });
}

for (const [path, schema] of Object.entries(stackFiles)) {
  test(`${path} names its schema, and an editor finds no fault with it`, async (t) => {
    const text = readFileSync(path, "utf8");
    t.is(
      text.split("\n", 1)[0],
      `# yaml-language-server: $schema=${"../".repeat(path.split("/").length - 1)}${schema}`,
    );
    t.deepEqual(await faultsIn(text.replace(/^.*\n/, ""), schema), []);
  });
}

for (const [page, text] of pages) {
  for (const [index, example] of yamlBlocks(text).entries()) {
    test(`${page}: an editor finds no fault with YAML example ${index + 1}`, async (t) => {
      const parsed: unknown = parse(example);
      const file = isObject(parsed) && "config" in parsed ? parsed : { config: parsed };
      for (const schema of [stackSchema, edgeSchema])
        t.deepEqual(await faultsIn(stringify(file), schema), []);
    });
  }
}

const backend = { service: "web", port: 80 };

/** What is wrong, and what editor and program say of it; the program goes on to say what it got. */
const mistakes: readonly (readonly [string, unknown, string])[] = [
  ["an unknown key", { backend, hostz: ["a.example"] }, "unknown key"],
  ["a number in place of a word", { backend: { service: 1, port: 80 } }, "expected the name of a Service"],
  ["a word in place of a choice", { backend, buffering: "yes" }, "expected true or false"],
  [
    "a choice that does not exist",
    { backend, protocol: "h3" },
    'expected "http", "https", "grpc", "grpcs" or "websocket"',
  ],
  ["a time span without a unit", { backend, timeouts: { read: "5" } }, "expected a time span from 1s to 24h"],
  ["a size with a wrong unit", { backend, bodySize: "5 MB" }, "expected a quoted size from 0 to 1024g"],
];

for (const [what, service, words] of mistakes) {
  test(`editor and program say the same of ${what}`, async (t) => {
    const parsed = serviceConfig.parse(service, "");
    const [told, ...others] = parsed.ok ? [] : parsed.problems;
    t.deepEqual(others, []);
    t.true(told?.message.startsWith(words), told?.message);
    const faults = await faultsIn(stringify(service), "schema/service.json");
    t.deepEqual(
      faults.map((fault) => fault.startsWith(words)),
      [true],
      faults.join(),
    );
  });
}

test("an editor refuses a key of the project that does not exist, and leaves other namespaces alone", async (t) => {
  t.deepEqual(await faultsIn("config: { 'exposure:clases': {}, 'kubernetes:context': lab }", stackSchema), [
    `unknown key; known keys: ${["classes", "services", "catalog", "failover", "kubeconfig", "context", "logrotate", "edge"].map((key) => `exposure:${key}`).join(", ")}`,
  ]);
});

const wrongKinds: readonly unknown[] = [true, 7, 1.5, "some words", [], {}, [{}], { odd: 1 }, null];

test("the program refuses what the schema refuses, and the schema every wrong kind and unknown key", (t) => {
  const validate = new Ajv2020({ strict: true, keywords: ["errorMessage", "patternErrorMessage"] }).compile(
    JSON.parse(files[stackSchema] ?? ""),
  );
  const { config } = parse(readFileSync("Pulumi.prod.yaml", "utf8")) as { readonly config: unknown };
  let tried = 0;
  for (const [path, changed] of everyChange(config)) {
    tried += 1;
    const problems = problemsOf(changed as Readonly<Record<string, unknown>>);
    const accepted = validate({ config: changed });
    if (!accepted && problems.length === 0)
      t.fail(`only the schema refuses ${path}: ${JSON.stringify(validate.errors)}`);
    const ofForm = problems.filter(({ code }) => ["wrong-type", "unknown-key", "missing"].includes(code));
    if (accepted && ofForm.length > 0) t.fail(`only the program refuses ${path}: ${JSON.stringify(ofForm)}`);
  }
  t.true(tried > 500, `${tried}`);
});

/** A configuration with each of its values in turn replaced by each wrong kind. */
function everyChange(value: unknown, path = ""): readonly (readonly [string, unknown])[] {
  const replaced =
    path === "" ? [] : wrongKinds.map((kind) => [`${path} = ${JSON.stringify(kind)}`, kind] as const);
  const entries = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [
    ...replaced,
    ...entries.flatMap(([key, part]) =>
      everyChange(part, `${path}/${key}`).map(
        ([at, changed]) =>
          [
            at,
            Array.isArray(value)
              ? value.with(Number(key), changed)
              : { ...(value as object), [key]: changed },
          ] as const,
      ),
    ),
  ];
}

function problemsOf(config: Readonly<Record<string, unknown>>): readonly Problem[] {
  try {
    parseStackConfig(config, { list: () => [], read: () => undefined });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

async function faultsIn(text: string, schema: string): Promise<readonly string[]> {
  // The editor keeps what it has parsed by address.
  const document = TextDocument.create(`file:///${counter++}.yaml`, "yaml", 1, text);
  return (await editorWith(schema).doValidation(document, false)).map(({ message }) => message);
}

let counter = 0;

function editorWith(schema: string): LanguageService {
  const editor = getLanguageService({
    schemaRequestService: async () => files[schema] ?? "",
    workspaceContext: { resolveRelativePath: (path) => path },
    telemetry: { send: () => {}, sendError: () => {}, sendTrack: () => {} },
  });
  editor.configure({ validate: true, schemas: [{ uri: `file:///${schema}`, fileMatch: ["*"] }] });
  return editor;
}
