import type { LiveObject } from "../../core/controllers/live-view.ts";
import type { PlannedService } from "../../core/controllers/service-plan.ts";
import type { BackendState, FindBackend } from "../../core/failover/backend-state.ts";
import {
  changedBy,
  deviation,
  type LiveObjects,
  leadsOnlyTo,
  named,
  sharingOf,
  shown,
  switchedOf,
} from "../../core/failover/live.ts";
import type { Backend } from "../../core/model/service.ts";
import { table } from "./table.ts";

const head = ["SERVICE", "PRIMARY", "READY", "EMERGENCY", "READY", "SERVES", "SINCE", "UNTIL", "REASON"];

/** One line per service, as it is live. */
export async function statusTable(
  plan: readonly PlannedService[],
  live: LiveObjects,
  find: FindBackend,
): Promise<readonly string[]> {
  return table(head, await Promise.all(plan.map((planned) => statusRow(planned, live, find))));
}

/** The table, and what differs from the stack file. */
export async function statusLines(
  plan: readonly PlannedService[],
  live: LiveObjects,
  find: FindBackend,
): Promise<readonly string[]> {
  const misrouted = plan.flatMap((planned) => {
    const found = deviation(planned, live);
    if (found === undefined) return [];
    return [`service "${planned.service.name}" ${found}: run pulumi up --refresh, or the command for it`];
  });
  const rows = await statusTable(plan, live, find);
  return misrouted.length === 0 ? rows : [...rows, "", ...misrouted];
}

async function statusRow(
  plan: PlannedService,
  live: LiveObjects,
  find: FindBackend,
): Promise<readonly string[]> {
  const { service } = plan;
  const { namespace, emergency } = service;
  const switched = switchedOf(plan, live);
  const sharing = sharingOf(plan, live);
  const taken = sharing && plan.live.share(sharing);
  const marked =
    noted(switched, "backend") === "emergency" ? switched : taken === undefined ? undefined : sharing;
  const byPort = service.backend.service === emergency?.service;
  const serves =
    switched === undefined
      ? `no ${plan.live.switched(service).kind}`
      : named(plan.live.leadsTo(switched), byPort);
  const share = marked === sharing ? shown(taken, byPort) : undefined;
  const part = share === undefined ? "" : ` (${share})`;
  const ready = async (backend: Backend | undefined) =>
    backend === undefined ? "-" : readiness(await find(namespace, backend.service));
  return [
    service.name,
    named([service.backend], byPort),
    await ready(service.backend),
    emergency === undefined ? "-" : named([emergency], byPort),
    await ready(emergency),
    serves + part,
    since(
      plan,
      marked ?? (switched && emergency && leadsOnlyTo(plan, switched, emergency) ? switched : undefined),
    ),
    noted(marked, "until") ?? "-",
    noted(marked, "reason") ?? "-",
  ];
}

/** When the switch began: exact if it is recorded, else the latest possible time. */
function since(plan: PlannedService, switched: LiveObject | undefined): string {
  const by = switched && changedBy(plan, switched);
  return noted(switched, "since") ?? (by === undefined ? "-" : `by ${by}`);
}

function noted(
  object: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } } | undefined,
  name: string,
): string | undefined {
  return object?.metadata.annotations?.[`exposure.dev/${name}`];
}

function readiness(state: BackendState | undefined): string {
  if (state === undefined) return "missing";
  return state.external ? "external" : String(state.ready);
}
