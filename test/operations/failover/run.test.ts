import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CommandError,
  type OpMap,
  type PreviewOptions,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import test, { type ExecutionContext } from "ava";
import { readRequest } from "../../../operations/failover/arguments.ts";
import { runFailover } from "../../../operations/failover/run.ts";
import { projectAt } from "../../../operations/projects.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const text = `# a comment
encryptionsalt: v1:abc
config:
  exposure:classes: { public: { default: true, controller: ingress-nginx } }
  exposure:services: { a: { backend: { service: a, port: 80 }, emergency: { service: a-2 } } }
  exposure:failover: none
`;

/** A project of this stack file, an engine whose previews do this, and a cluster where nothing is. */
async function context(
  t: ExecutionContext,
  preview: (options: PreviewOptions) => Promise<OpMap>,
  contents = text,
) {
  const root = await temporaryFolder(t);
  const file = join(root, "Pulumi.x.yaml");
  await writeFile(join(root, "Pulumi.yaml"), "name: exposure\n");
  await writeFile(file, contents);
  const stack = {
    name: "x",
    workspace: { workDir: root, envVars: {} },
    preview: async (options: PreviewOptions) => ({ changeSummary: await preview(options) }),
  } as unknown as Stack;
  const unused = async () => {
    throw new Error("not to be called");
  };
  const api = {
    get: async () => undefined,
    post: unused,
    apply: unused,
    merge: unused,
    ask: unused,
    forward: unused,
  };
  const around = {
    root,
    project: await projectAt(root),
    openStack: async () => stack,
    openApi: async () => api,
    probe: unused,
  };
  return { file, around };
}

for (const [title, came, said] of [
  ["goes well", async () => ({ same: 2, update: 1 }), "would change: update 1"],
  [
    "is refused",
    () => Promise.reject(new CommandError("code: 255\nno such thing")),
    "no such thing, nothing would be switched",
  ],
  ["breaks", () => Promise.reject(new Error("broken")), "broken"],
] as const) {
  test(`a preview that ${title} reads a draft, and the stack file stays as it is throughout`, async (t) => {
    const seen: { readonly file: string; readonly draft: string; readonly at: string }[] = [];
    const { file, around } = await context(t, async ({ configFile = "" }) => {
      const [own, draft] = await Promise.all([file, configFile].map((one) => readFile(one, "utf8")));
      seen.push({ file: own ?? "", draft: draft ?? "", at: configFile });
      return came();
    });
    const request = readRequest(["on", "a", "--reason", "down", "--preview", "--stack", "x"], Date.now());
    const outcome = runFailover(request, around).then(({ lines }) => lines.join(", "));
    t.is(await outcome.catch(({ message }: Error) => message), said);
    t.is(await readFile(file, "utf8"), text);
    const [during, another] = seen;
    t.is(another, undefined);
    t.is(during?.file, text);
    t.regex(during?.draft ?? "", /exposure:failover: \{ services: \{ a: \{ mode: "on", reason: down, /);
    t.is(during?.draft.replace(/exposure:failover: .*/, "exposure:failover: none"), text);
    t.false(existsSync(during?.at ?? file));
  });
}

test("a stack file that plain pulumi cannot run is told after the switch, which needs no language host", async (t) => {
  const long = text.replace("config:", `config:\n  exposure:kubeconfig: ${"x".repeat(131_072)}`);
  const { around } = await context(t, async () => ({ update: 1 }), long);
  const request = readRequest(["on", "a", "--reason", "down", "--preview", "--stack", "x"], Date.now());
  const { ok, lines } = await runFailover(request, around);
  t.true(ok);
  t.is(lines[0], "would change: update 1");
  t.regex(lines[1] ?? "", /^warning: the stack's configuration takes 131\d{3} bytes, .*exposure:catalog$/);
});
