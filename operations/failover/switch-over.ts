import type { KnownSwitch } from "../../components/switch-options.ts";
import { controllers } from "../../core/controllers/registry.ts";
import { canaryObject, type PlannedService } from "../../core/controllers/service-plan.ts";
import {
  backendsOf,
  canaryOf,
  concernsCanary,
  type LiveObjects,
  objectIds,
  readLive,
} from "../../core/failover/live.ts";
import { inDetail } from "../../core/failover/plan.ts";
import { servedAsPlanned } from "../../core/failover/served-as-planned.ts";
import { sharedWarnings } from "../../core/failover/standby.ts";
import { waitingEdits } from "../../core/failover/waiting-edits.ts";
import type { ApiServer } from "../../core/kubernetes/api-server.ts";
import type { FailoverFlag } from "../../core/model/failover.ts";
import { UserError } from "../../core/model/user-error.ts";
import { describeError } from "../command.ts";
import { flagKey } from "../projects.ts";
import { aheadOfEngine } from "./ahead.ts";
import type { Request } from "./arguments.ts";
import { withDraft } from "./draft.ts";
import { editFlag } from "./edit-flag.ts";
import { type EngineRun, type EngineTarget, runEngine } from "./engine.ts";
import { answered, type Opened, type Outcome, requireKnown } from "./opened.ts";
import { withFlag } from "./stack-text.ts";
import { type Progress, type Settled, untilSettled } from "./until-settled.ts";
import { counted, judge, misrouted, unchanged } from "./verdict.ts";

export type SwitchRequest = Extract<Request, { action: "switch" }>;

/** Says how many objects a switch would change. */
export async function previewSwitch(request: SwitchRequest, opened: Opened): Promise<Outcome> {
  const planned = planSwitch(request, opened);
  const [stack, { targets, options, warnings }] = await Promise.all([
    opened.around.openStack(request.stack, { only: namesOf(planned), known: planned.known }),
    lookAt(planned, opened),
  ]);
  const run = await withDraft(planned.written, (draft) =>
    runEngine(stack, opened.around.project, targets, { ...options, preview: draft }),
  );
  const { ok, errors } = run;
  const outcome = ok ? `would change: ${counted(run)}` : "nothing would be switched";
  return { ok, lines: [...errors, outcome, ...warnings] };
}

/** Sets the flag in the stack file, has the engine update what it concerns, and looks at what is live then. */
export async function switchOver(request: SwitchRequest, opened: Opened): Promise<Outcome> {
  const { file, text, around } = opened;
  const { project } = around;
  const planned = planSwitch(request, opened);
  const { written, concerned, flag } = planned;
  const progress: Progress = { abort: new AbortController(), begun: false };
  const { signal } = progress.abort;
  const looking = lookAt(planned, opened);
  const send = async () => {
    const { api, before } = await looking;
    const sender = aheadOfEngine(
      { plans: concerned, live: before, api: stoppable(api, signal) },
      flag,
      project,
    );
    return sender();
  };
  let sent: ReturnType<typeof send> | undefined;
  const ahead = () => {
    progress.begun = true;
    sent ??= send();
    return sent;
  };
  // Side by side: to find the engine and its stack takes as long as to ask the API server.
  const [stack, { api, before, targets, options, warnings }] = await Promise.all([
    around.openStack(request.stack, {
      only: namesOf(planned),
      known: planned.known,
      ahead,
      servedAsPlanned: async () => (await looking).asPlanned,
    }),
    looking,
  ]);
  const update = async (refresh: boolean): Promise<EngineRun> => {
    try {
      const creates = options.creates || refresh;
      return await runEngine(stack, project, targets, { ...options, creates, refresh, signal });
    } catch (error) {
      if (error instanceof UserError && !progress.begun) throw error;
      return { ok: false, changes: {}, errors: [describeError(error)] };
    }
  };
  const work = async (): Promise<Settled<Outcome>> => {
    const began = performance.now();
    let run = await update(false);
    await sent?.catch(() => {}); // told by the engine, which has asked for it
    if (run.ok && !signal.aborted && (await misrouted(concerned, readLive(api, concerned))).length > 0) {
      // The state takes for done what somebody has undone by hand: look first, then do it again.
      run = await update(true);
    }
    const seconds = (performance.now() - began) / 1000;
    const unknown = progress.begun
      ? `; what is live is not known, and ${file} keeps the switch: run the command again once the API server answers, it goes on from there`
      : "; nothing was switched";
    const errors = run.errors.map((error) => `${error}\n`).join("");
    const live = await answered(readLive(api, concerned), unknown, errors);
    const { ok, lines } = await judge({ concerned, live, run, seconds, find: backendsOf(concerned, api) });
    // What was refused as a whole must not wait in the stack file for somebody else's update.
    const keep = run.ok || !unchanged(concerned, before, live);
    const told = [
      ...(signal.aborted && !ok ? [`interrupted by ${signal.reason}`] : []),
      ...(keep ? [] : [`${file} is as it was: nothing was switched`]),
    ];
    return { result: { ok, lines: [...warnings, ...lines, ...told] }, keep };
  };
  const outcome = await untilSettled({ file, before: text, after: written }, progress, work);
  if (!outcome.ok || request.probe === undefined) return outcome;
  const answer = await around.probe(request.probe);
  const said = answer === undefined ? `${request.probe} answers` : `${request.probe} ${answer}`;
  return { ok: answer === undefined, lines: [...outcome.lines, said] };
}

interface Planned {
  /** The stack file's text with the switch. */
  readonly written: string;
  readonly flag: FailoverFlag;
  readonly concerned: readonly PlannedService[];
  readonly known: KnownSwitch;
}

/** What a switch is about, by the stack file alone. */
function planSwitch({ change }: SwitchRequest, { text, around, config, withFlag: flagged }: Opened): Planned {
  if (change.services !== "all") requireKnown(change.services, config);
  const written = withFlag(text, flagKey(around.project), editFlag(config.failover, change));
  const {
    config: { plans, failover: flag, cluster },
    raw,
  } = flagged(written);
  const concerned = plans.filter(({ service: { name, emergency } }) =>
    change.services === "all" ? emergency !== undefined : change.services.includes(name),
  );
  return { written, flag, concerned, known: { raw, cluster, failover: flag, plans: concerned } };
}

interface Found {
  readonly api: ApiServer;
  /** The objects concerned before the switch. */
  readonly before: LiveObjects;
  /** Whether the services are of the planned classes and controllers there. */
  readonly asPlanned: boolean;
  readonly targets: readonly EngineTarget[];
  readonly options: { readonly partial: boolean; readonly creates: boolean };
  readonly warnings: readonly string[];
}

/** What a switch meets in the cluster. */
async function lookAt({ concerned, flag }: Planned, { around, config, setAside }: Opened): Promise<Found> {
  const api = await around.openApi(config.cluster);
  const reading = readLive(api, concerned);
  const [before, asPlanned] = await answered(
    Promise.all([reading, servedAsPlanned(api, concerned, reading, controllerOf)]),
    "; nothing was switched",
  );
  const { refusals, warnings: edits } = waitingEdits(concerned, before, setAside);
  if (refusals.length > 0) throw new UserError(refusals.join("\n"));
  const { partial = false } = inDetail(flag);
  const targets = concerned.flatMap((one) => resourcesOf(one, before));
  const creates = concerned.some(
    (one) => canaryObject(one) !== undefined && canaryOf(one, before) === undefined,
  );
  const shared = sharedWarnings(concerned.map(({ active }) => active));
  const warnings = [...shared, ...edits.slice(0, 10)].map((warning) => `warning: ${warning}`);
  return { api, before, asPlanned, targets, options: { partial, creates }, warnings };
}

function controllerOf({ controller, name }: PlannedService["class"]): string {
  return controllers[controller].facts.ingressController(name);
}

function namesOf({ concerned }: Planned): ReadonlySet<string> {
  return new Set(concerned.map(({ service }) => service.name));
}

/** What a switch of a service may change. */
function resourcesOf(plan: PlannedService, live: LiveObjects): readonly EngineTarget[] {
  const { name } = plan.service;
  const ids = concernsCanary(plan, live) ? objectIds(plan) : [plan.live.switched(plan.service)];
  return ids.map(({ suffix, apiVersion, kind }) => ({ name: `${name}-${suffix}`, apiVersion, kind }));
}

/** An API server that is sent nothing more once the signal has come. */
function stoppable(api: ApiServer, signal: AbortSignal): ApiServer {
  const unless = async (send: () => Promise<void>) => {
    signal.throwIfAborted();
    await send();
  };
  return {
    ...api,
    apply: (...args) => unless(() => api.apply(...args)),
    merge: (...args) => unless(() => api.merge(...args)),
  };
}
