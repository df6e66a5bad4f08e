import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasEncrypted, readStackFile, type StackFile } from "../../core/config/stack-file.ts";
import { hint } from "../../core/config/suggest.ts";
import { canaryObject, type PlannedService } from "../../core/controllers/service-plan.ts";
import type { FindBackend } from "../../core/failover/backend-state.ts";
import {
  backendsOf,
  canaryOf,
  concernsCanary,
  deviation,
  keyOf,
  type LiveObjects,
  readLive,
} from "../../core/failover/live.ts";
import { inDetail } from "../../core/failover/plan.ts";
import type { ApiServer } from "../../core/kubernetes/api-server.ts";
import type { ClusterArgs } from "../../core/model/stack.ts";
import { messageOf, UserError } from "../../core/model/user-error.ts";
import { sizeWarnings } from "../../core/stack/config-size.ts";
import { flagKey, type ProjectKind, type ProjectStack } from "../projects.ts";
import { aheadOfEngine } from "./ahead.ts";
import { alone } from "./alone.ts";
import type { Request } from "./arguments.ts";
import { withDraft } from "./draft.ts";
import { editFlag } from "./edit-flag.ts";
import { decryptedConfig, type EngineRun, type EngineTarget, type OpenStack, runEngine } from "./engine.ts";
import { withFlag } from "./stack-text.ts";
import { statusLines, statusTable } from "./status.ts";

/** What the command works with. */
export interface FailoverContext {
  /** Folder of Pulumi.yaml and the stack files. */
  readonly root: string;
  /** What is in that folder. */
  readonly project: ProjectKind;
  readonly openStack: OpenStack;
  readonly openApi: (cluster: ClusterArgs) => Promise<ApiServer>;
  /** Asks a URL: undefined for a success, else what came back. */
  readonly probe: (url: string) => Promise<string | undefined>;
}

export interface Outcome {
  readonly ok: boolean;
  /** One screen. */
  readonly lines: readonly string[];
}

/** Does what a command line asks for. */
export async function runFailover(request: Request, around: FailoverContext): Promise<Outcome> {
  const { root, project } = around;
  const { stack } = request;
  const file = join(root, `Pulumi.${stack}.yaml`);
  const open = async (): Promise<Opened> => {
    const text = await readFile(file, "utf8").catch(() => {
      throw new UserError(`there is no ${file}: name a stack that has one with --stack`);
    });
    const decrypted = hasEncrypted(file, text, project.name)
      ? await decryptedConfig(await around.openStack(stack))
      : {};
    const parse = (changed: string) => readStackFile("stack file", changed, project.name, decrypted);
    const configOf = ({ raw, isEncrypted }: StackFile) => project.read(raw, { root, stack, isEncrypted });
    const now = parse(text);
    const warnings = sizeWarnings(now.raw, project.name);
    return {
      file,
      text,
      around,
      config: configOf(now),
      read: (changed) => configOf(parse(changed)),
      warnings,
    };
  };
  if (request.action === "status") return status(request.services, await open());
  return alone(file, async () => {
    const opened = await open();
    const { ok, lines } = await switchOver(request, opened);
    return { ok, lines: [...lines, ...opened.warnings.map((warning) => `warning: ${warning}`)] };
  });
}

interface Opened {
  readonly file: string;
  readonly text: string;
  readonly around: FailoverContext;
  readonly config: ProjectStack;
  /** The configuration that another text of the same file stands for. */
  readonly read: (changed: string) => ProjectStack;
  readonly warnings: readonly string[];
}

async function status(asked: readonly string[], { config, around }: Opened): Promise<Outcome> {
  requireKnown(asked, config);
  const { plans } = config;
  const shown = asked.length === 0 ? plans : plans.filter(({ service }) => asked.includes(service.name));
  const api = await around.openApi(config.cluster);
  const live = await answered(readLive(api, shown));
  return { ok: true, lines: await answered(statusLines(shown, live, backendsOf(shown, api))) };
}

async function switchOver(
  { stack, change, preview, probe }: Extract<Request, { action: "switch" }>,
  { file, text, around, config, read }: Opened,
): Promise<Outcome> {
  if (change.services !== "all") requireKnown(change.services, config);
  const { project } = around;
  const written = withFlag(text, flagKey(project), editFlag(config.failover, change));
  const after = read(written);
  const concerned = after.plans.filter(({ service: { name, emergency } }) =>
    change.services === "all" ? emergency !== undefined : change.services.includes(name),
  );
  const api = await around.openApi(config.cluster);
  const before = await answered(readLive(api, concerned), "; nothing was switched");
  const only = new Set(concerned.map(({ service }) => service.name));
  const ahead = preview
    ? undefined
    : aheadOfEngine({ plans: concerned, live: before, api }, after.failover, project);
  const opened = await around.openStack(stack, { only, ahead });
  const { partial = false } = inDetail(after.failover);
  const targets = concerned.flatMap((one) => resourcesOf(one, before));
  const creates = concerned.some(
    (one) => canaryObject(one) !== undefined && canaryOf(one, before) === undefined,
  );
  const options = { partial, creates };
  if (preview) {
    const run = (draft: string) => runEngine(opened, project, targets, { ...options, preview: draft });
    return previewed(await withDraft(written, run));
  }
  await writeFile(file, written);
  const putBack = async () => {
    // An edit made meanwhile is kept.
    if ((await readFile(file, "utf8")) === written) await writeFile(file, text);
  };
  const began = performance.now();
  let run = await runEngine(opened, project, targets, options);
  if (run.ok && (await misrouted(concerned, readLive(api, concerned))).length > 0) {
    // The state takes for done what somebody has undone by hand: look first, then do it again.
    run = await runEngine(opened, project, targets, { ...options, creates: true, refresh: true });
  }
  const seconds = (performance.now() - began) / 1000;
  const unknown =
    "; what is live is not known: run the command again once the API server answers, it goes on from there";
  const errors = run.errors.map((error) => `${error}\n`).join("");
  const live = await answered(readLive(api, concerned), unknown, errors);
  const outcome = await judge({ concerned, before, live, run, seconds, find: backendsOf(concerned, api) });
  // What was refused as a whole must not wait in the stack file for somebody else's update.
  if (!run.ok && unchanged(concerned, before, live)) {
    await putBack();
    return { ok: false, lines: [...outcome.lines, `${file} is as it was: nothing was switched`] };
  }
  const answer = outcome.ok && probe !== undefined ? await around.probe(probe) : undefined;
  const asked = probe === undefined ? [] : [answer === undefined ? `${probe} answers` : `${probe} ${answer}`];
  return {
    ok: outcome.ok && answer === undefined,
    lines: outcome.ok ? [...outcome.lines, ...asked] : outcome.lines,
  };
}

function previewed(run: EngineRun): Outcome {
  const { ok, errors } = run;
  return { ok, lines: [...errors, ok ? `would change: ${counted(run)}` : "nothing would be switched"] };
}

/** What a switch of a service may change. */
function resourcesOf(plan: PlannedService, live: LiveObjects): readonly EngineTarget[] {
  const { name } = plan.service;
  const ids = [plan.live.switched(plan.service)];
  if (concernsCanary(plan, live)) ids.push(plan.live.canary(plan.service));
  return ids.map(({ suffix, apiVersion, kind }) => ({ name: `${name}-${suffix}`, apiVersion, kind }));
}

interface Evidence {
  readonly concerned: readonly PlannedService[];
  readonly before: LiveObjects;
  readonly live: LiveObjects;
  readonly run: EngineRun;
  readonly seconds: number;
  readonly find: FindBackend;
}

/** Only what is live counts, whatever the engine says. */
async function judge({ concerned, live, run, seconds, find }: Evidence): Promise<Outcome> {
  const left = await misrouted(concerned, live);
  const there = concerned.length - left.length;
  const shown = concerned.length > 20 ? left.slice(0, 20) : concerned;
  const lines = [
    ...(await statusTable(shown, live, find)),
    "",
    ...run.errors.slice(0, 20),
    ...(run.errors.length > 20 ? [`and ${run.errors.length - 20} more`] : []),
    `${there} of ${concerned.length} services are served as asked for (${counted(run)}; engine ${seconds.toFixed(1)} s)`,
  ];
  if (left.length > 0) lines.push("Run the command again for the others: it goes on from here.");
  return { ok: run.ok && left.length === 0, lines };
}

/** Services that are not served as planned; none where the API server cannot be asked. */
async function misrouted(
  concerned: readonly PlannedService[],
  live: LiveObjects | Promise<LiveObjects>,
): Promise<readonly PlannedService[]> {
  const seen = await Promise.resolve(live).catch(() => undefined);
  if (seen === undefined) return [];
  return concerned.filter((one) => deviation(one, seen) !== undefined);
}

/** An API server that cannot be asked is told in a sentence, with what follows from it. */
async function answered<T>(asked: Promise<T>, consequence = "", before = ""): Promise<T> {
  return asked.catch((error: unknown) => {
    const reason = messageOf(error);
    throw new UserError(`${before}${reason}${consequence}`);
  });
}

function counted({ changes, ok }: EngineRun): string {
  const kinds = Object.entries(changes).map(([kind, count]) => `${kind} ${count}`);
  if (kinds.length > 0) return kinds.join(", ");
  return ok ? "nothing had to change" : "the update did not end well";
}

function unchanged(concerned: readonly PlannedService[], before: LiveObjects, live: LiveObjects): boolean {
  const version = (all: LiveObjects, key: string) => all.get(key)?.metadata.resourceVersion;
  return concerned.every(({ service, live: view }) =>
    [view.switched(service), view.canary(service)].map(keyOf).every((key) => {
      return version(before, key) === version(live, key);
    }),
  );
}

function requireKnown(asked: readonly string[], { services }: ProjectStack): void {
  const known = services.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError(
    `expected names of services, got "${unknown}"${hint(unknown, known)}; nothing was switched`,
  );
}
