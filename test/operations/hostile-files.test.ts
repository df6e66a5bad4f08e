import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { stringify } from "yaml";
import { UserError } from "../../core/model/user-error.ts";
import { render } from "../../operations/render.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** What a stack file holds at worst: text, or the values of project exposure's keys. */
type Hostile = string | Readonly<Record<string, unknown>>;

const many = <T>(count: number, of: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const keyed = (count: number, of: (index: number) => readonly [string, unknown]) =>
  Object.fromEntries(many(count, of));
const long = (piece: string, count = 50_000) => piece.repeat(count);

const web = { hosts: ["a.example"], backend: { service: "web", port: 80 } };
const publicClass = { default: true, defaultCertificate: "certs/default" };
const base = { classes: { public: publicClass }, services: { web } };
const ofService = (fields: object) => ({ ...base, services: { web: { ...web, ...fields } } });
const ofClass = (fields: object) => ({ ...base, classes: { public: { ...publicClass, ...fields } } });

const tenfold = many(7, (index) => {
  const [name, before] = ["bcdefgh"[index], "abcdefg"[index]];
  return `${name}: &${name} [${many(10, () => `*${before}`).join()}]`;
});

const refused: Readonly<Record<string, Hostile>> = {
  "aliases that unfold to a billion": `a: &a [x]\n${tenfold.join("\n")}\nconfig: { exposure:services: *h }\n`,
  "an alias of itself": "config: &c\n  exposure:services: *c\n",
  "a merge of itself": "config: &c\n  <<: *c\n",
  "lists in lists": `config:\n  exposure:services: ${long("[", 20_000)}${long("]", 20_000)}\n`,
  "objects in objects": `config:\n${many(3_000, (index) => `${" ".repeat(index + 1)}a:\n`).join("")}`,
  "a NUL": "config:\0",
  "no UTF-8": "\u00ff\u00fe\u0000",
  "a tab": "config:\n\t- a",
  "a key twice": "config:\n  exposure:failover: none\n  exposure:failover: all\n",
  "a key of a megabyte": `config:\n  exposure:${long("k", 1_000_000)}: 1\n`,
  "a value of a megabyte": { ...base, failover: long("a", 1_000_000) },
  "a label of a megabyte": ofService({ labels: { [long("a", 1_000_000)]: "b" } }),
  "20,000 unknown keys": { ...base, ...keyed(20_000, (index) => [`k${index}`, 1]) },
  "20,000 unknown fields": ofService(keyed(20_000, (index) => [`f${index}`, 1])),
  "5,000 unknown services in the flag": { ...base, failover: many(5_000, (index) => `nope${index}`) },
  "no number": "config:\n  exposure:classes: { public: { replicas: .nan } }\n",
  "a number beyond all bounds": ofClass({ portOffset: 2 ** 53 }),
  "a list for services": { ...base, services: [1, 2] },
  "a text for classes": { ...base, classes: "public" },
  "5,000 wrong paths": ofService({ paths: many(5_000, () => ({ path: "x" })) }),
  "5,000 times one host": ofService({ hosts: many(5_000, () => "a.example") }),
  "hosts beyond an object": ofService({ hosts: many(10_000, (index) => `h${index}.example`) }),
  "paths beyond an object": ofService({ paths: many(10_000, (index) => ({ path: `/p${index}` })) }),
  "headers beyond annotations": ofService({
    headers: { request: keyed(5_000, (index) => [`X-${index}`, "a"]) },
  }),
  "a host of 100,000 labels": ofService({ hosts: [`${long("a.", 100_000)}b`] }),
  "a host of hyphens": ofService({ hosts: [long("-")] }),
  "an image of hyphens": ofClass({ image: `a${long("-a")}!` }),
  "a time span of digits": ofService({ timeouts: { read: `${long("1")}x` } }),
  "an amount of digits": ofClass({ resources: { limits: { cpu: `${long("1")}!` } } }),
  "an annotation of slashes": ofService({ annotations: { [long("a/")]: "b" } }),
  "an origin of dots": ofService({ cors: { origins: [`https://${long("a.")}`] } }),
  "variables without end": ofService({ headers: { request: { "X-A": long("$a", 1_000) } } }),
  "an end that is no time": { ...base, failover: { services: { web: { mode: "on", until: long("9") } } } },
  "a weight beyond all": { ...base, failover: { services: { web: { mode: "weighted", weight: 1e308 } } } },
  "the name of what every object has":
    "config:\n  exposure:classes: { __proto__: { polluted: 1 }, constructor: {} }\n",
  "names without letters": {
    ...base,
    services: { "🙂": web, "": web, "a\u001b[2Jb": web, "\u202eabc": web },
  },
  "a folder of the machine": { ...base, catalog: "/" },
  "a NUL in a path": { ...base, catalog: "a\0b" },
  "a template without end": ofClass({ templates: { main: "/dev/zero" } }),
  "a template that waits": ofClass({ templates: { main: "fifo" } }),
  "a template that cannot be read": ofClass({ templates: { main: "/proc/self/mem" } }),
  "definitions without end": ofClass({ customResources: { definitions: "/dev/urandom" } }),
  "a kubeconfig's contents": { ...base, kubeconfig: "apiVersion: v1\nkind: Config\n\u001b[31m" },
  "a stack's name that turns around": { ...base, edge: "a/b/c\u202e" },
  "what only the engine decrypts": {
    ...base,
    services: { web: { backend: { service: { secure: "v1:a" } } } },
  },
  "more than a ConfigMap": ofClass({ configMap: { "http-snippets": `# ${long("a", 2_000_000)}` } }),
};

const rendered: Readonly<Record<string, Hostile>> = {
  nothing: "",
  "three documents": "---\n---\n---\n",
  "quotes without end": ofClass({ configMap: { "http-snippets": long('"') } }),
  "quotes that are escaped": ofClass({ configMap: { "http-snippets": long("'\\") } }),
  "blocks without end": ofClass({ configMap: { "http-snippets": long("map $a $b { ", 10_000) } }),
  "a context that would be an object": { ...base, context: "a\nkind: Secret" },
  "2,000 tolerations": ofClass({ tolerations: many(2_000, () => ({ operator: "Exists" })) }),
};

/** Runs `npm run render` on a file in this process: what it writes, or what it says. */
async function answerTo(
  t: Parameters<typeof temporaryFolder>[0],
  hostile: Hostile,
): Promise<string | UserError> {
  const root = await temporaryFolder(t);
  await writeFile(join(root, "Pulumi.yaml"), "name: exposure\n");
  execFileSync("mkfifo", [join(root, "fifo")]);
  const config =
    typeof hostile === "string"
      ? undefined
      : Object.fromEntries(Object.entries(hostile).map(([key, value]) => [`exposure:${key}`, value]));
  const text = config === undefined ? hostile : stringify({ config }, { aliasDuplicateObjects: false });
  await writeFile(join(root, "Pulumi.x.yaml"), String(text));
  try {
    return (await render(["--stack", "x"], root)).text;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

for (const [title, hostile] of Object.entries(refused)) {
  test.serial(`a stack file with ${title} is refused in words that have an end`, async (t) => {
    t.timeout(60_000);
    const answer = await answerTo(t, hostile);
    if (!(answer instanceof UserError)) return t.fail(answer.slice(0, 200));
    t.true(answer.message.length < 40_000, `${answer.message.length} characters`);
  });
}

for (const [title, hostile] of Object.entries(rendered)) {
  test.serial(`a stack file with ${title} is rendered`, async (t) => {
    t.timeout(60_000);
    const answer = await answerTo(t, hostile);
    t.is(typeof answer, "string", String(answer).slice(0, 200));
  });
}
