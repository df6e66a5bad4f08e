import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, type Stack, type UpOptions } from "@pulumi/pulumi/automation/index.js";
import test, { type ExecutionContext } from "ava";
import type { SwitchOptions } from "../../../components/switch-options.ts";
import { UserError } from "../../../core/model/user-error.ts";
import { readRequest } from "../../../operations/failover/arguments.ts";
import { runFailover } from "../../../operations/failover/run.ts";
import { projectAt } from "../../../operations/projects.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const text = `config:
  exposure:classes: { public: { default: true, controller: ingress-nginx } }
  exposure:services: { a: { backend: { service: a, port: 80 }, emergency: { service: a-2 } } }
  exposure:failover: none
`;

interface Around {
  /** What the engine does; `begin` is what the program calls before it declares anything. */
  readonly up: (options: UpOptions, begin: () => Promise<unknown>) => Promise<void>;
  /** What the API server has at a path. */
  readonly get?: (path: string) => Promise<unknown>;
  /** While the engine is looked for, before the file is written. */
  readonly meanwhile?: (file: string) => void;
}

/** Runs `on a` with an engine and a cluster that do as told. */
async function switchA(t: ExecutionContext, { up, get = async () => undefined, meanwhile }: Around) {
  const root = await temporaryFolder(t);
  const file = join(root, "Pulumi.x.yaml");
  writeFileSync(join(root, "Pulumi.yaml"), "name: exposure\n");
  writeFileSync(file, text);
  const nothing = async () => {};
  const noneChecked: SwitchOptions["ahead"] = async () => ({
    refused: async () => [],
    reasonAgainst: async () => undefined,
  });
  const unused = async () => t.fail() as never;
  const api = { get, post: nothing, apply: nothing, merge: nothing, ask: unused, forward: unused };
  const openStack = async (_: string, { ahead = noneChecked }: Partial<SwitchOptions> = {}) => {
    meanwhile?.(file);
    const stack = {
      name: "x",
      workspace: { workDir: root, envVars: {} },
      up: async (options: UpOptions) => {
        t.regex(
          readFileSync(file, "utf8"),
          /exposure:failover: \{ services: \{ a: \{ mode: "on", reason: down, /,
        );
        await up(options, ahead);
      },
    };
    return stack as unknown as Stack;
  };
  const around = { root, project: await projectAt(root), openStack, openApi: async () => api, probe: unused };
  const request = readRequest(["on", "a", "--reason", "down", "--stack", "x"], Date.now());
  const outcome = await runFailover(request, around).catch((error: Error) => error);
  t.deepEqual(readdirSync(root), ["Pulumi.x.yaml", "Pulumi.yaml"], "no lock, no half file");
  const said = outcome instanceof Error ? [`${outcome.name}: ${outcome.message}`] : outcome.lines;
  const lines = said.map((line) => line.replaceAll(file, basename(file)));
  return { lines, isBack: readFileSync(file, "utf8") === text, now: readFileSync(file, "utf8") };
}

/** An API server whose Ingress is another at each look. */
function changing() {
  let version = 0;
  const labels = { "app.kubernetes.io/part-of": "exposure" };
  return async (path: string) =>
    path.includes("/ingresses/") && !path.endsWith("-canary")
      ? {
          metadata: { name: "a", namespace: "default", labels, resourceVersion: String(++version) },
          spec: {},
        }
      : undefined;
}

for (const [what, failure, told] of [
  ["a refusal of the engine", () => new CommandError("code: 255\nno such thing"), /^no such thing$/],
  ["an error of ours", () => new TypeError("ours"), /^TypeError: ours\n {4}at /],
] as const) {
  test(`${what} puts the file back where nothing has changed`, async (t) => {
    const { lines, isBack } = await switchA(t, { up: () => Promise.reject(failure()) });
    t.true(
      lines.some((line) => told.test(line)),
      lines.join("\n"),
    );
    t.is(lines.at(-1), "Pulumi.x.yaml is as it was: nothing was switched");
    t.true(isBack);
  });

  test(`${what} leaves the switch in the file where something has changed`, async (t) => {
    const up: Around["up"] = async (_, begin) => {
      await begin();
      throw failure();
    };
    const { lines, isBack } = await switchA(t, { up, get: changing() });
    t.true(
      lines.some((line) => told.test(line)),
      lines.join("\n"),
    );
    t.is(lines.at(-1), "Run the command again for the others: it goes on from here.");
    t.false(isBack);
  });
}

test.serial("a signal ends the engine, and the file is as it was where nothing has changed", async (t) => {
  const up: Around["up"] = async ({ signal }) => {
    process.emit("SIGHUP", "SIGHUP");
    await sleep(10_000, undefined, { ...(signal && { signal }) }).catch(() => {});
    throw new CommandError("code: 255\nupdate canceled");
  };
  const { lines, isBack } = await switchA(t, { up });
  t.deepEqual(lines.slice(-2), ["interrupted by SIGHUP", "Pulumi.x.yaml is as it was: nothing was switched"]);
  t.true(isBack);
});

for (const begun of [false, true]) {
  test(`an API server that dies ${begun ? "during the switch" : "before anything was sent"} is a sentence that says what the file holds`, async (t) => {
    let dead = false;
    const get = async () => {
      if (dead) throw new Error("the API server did not answer");
      return undefined;
    };
    const up: Around["up"] = async (_, begin) => {
      if (begun) await begin();
      dead = true;
      throw new CommandError("code: 255\ncannot go on");
    };
    const { lines, isBack } = await switchA(t, { up, get });
    const after = begun
      ? "what is live is not known, and Pulumi.x.yaml keeps the switch: run the command again once the API server answers, it goes on from there"
      : "nothing was switched";
    t.deepEqual(lines, [`UserError: cannot go on\nthe API server did not answer; ${after}`]);
    t.is(isBack, !begun);
  });
}

test("an edit made between reading and writing is kept, and the engine is not started", async (t) => {
  const edited = `${text}# a colleague's\n`;
  const { lines, now } = await switchA(t, {
    up: async () => t.fail(),
    meanwhile: (file) => writeFileSync(file, edited),
  });
  t.deepEqual(lines, [
    `${UserError.name}: Pulumi.x.yaml was changed while this command read it: run the command again`,
  ]);
  t.is(now, edited);
});
