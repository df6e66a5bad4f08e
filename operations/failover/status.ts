import type { ActiveBackend } from "../../components/failover/plan.ts";
import type { Backend } from "../../components/model/service.ts";
import { names } from "../../components/names.ts";
import type { BackendState, FindBackend } from "../../components/preflight/backend-state.ts";
import { changedBy, deviation, type LiveIngress, type LiveIngresses, leadsTo } from "./live.ts";
import { table } from "./table.ts";

const head = ["SERVICE", "PRIMARY", "READY", "EMERGENCY", "READY", "SERVES", "SINCE", "UNTIL", "REASON"];

/** One line a service, as it is live. */
export async function statusTable(
  plan: readonly ActiveBackend[],
  live: LiveIngresses,
  find: FindBackend,
): Promise<readonly string[]> {
  return table(head, await Promise.all(plan.map((one) => statusRow(one, live, find))));
}

/** The table, and what is not as the stack file says. */
export async function statusLines(
  plan: readonly ActiveBackend[],
  live: LiveIngresses,
  find: FindBackend,
): Promise<readonly string[]> {
  const astray = plan.flatMap((one) => {
    const found = deviation(one, live, names.canary(one.service.ingress));
    if (found === undefined) return [];
    return [`service "${one.service.name}" ${found}: run pulumi up --refresh, or the command for it`];
  });
  const rows = await statusTable(plan, live, find);
  return astray.length === 0 ? rows : [...rows, "", ...astray];
}

async function statusRow(
  { service }: ActiveBackend,
  live: LiveIngresses,
  find: FindBackend,
): Promise<readonly string[]> {
  const { namespace, ingress, emergency } = service;
  const own = live.get(`${namespace}/${ingress}`);
  const canary = live.get(`${namespace}/${names.canary(ingress)}`);
  const marked = [own, canary].find((one) => said(one, "backend") === "emergency");
  const serves = own === undefined ? "no Ingress" : leadsTo(own).join(", ");
  const part =
    canary && marked === canary
      ? ` (${said(canary, "switch")}${weightOf(canary)}: ${leadsTo(canary).join(", ")})`
      : "";
  const ready = async (backend: Backend | undefined) =>
    backend === undefined ? "-" : readiness(await find(namespace, backend.service));
  return [
    service.name,
    service.backend.service,
    await ready(service.backend),
    emergency?.service ?? "-",
    await ready(emergency),
    serves + part,
    since(marked ?? (own && leadsTo(own).join() === emergency?.service ? own : undefined)),
    said(marked, "until") ?? "-",
    said(marked, "reason") ?? "-",
  ];
}

/** Exact where the switch says it; else the time by which it had been thrown. */
function since(switched: LiveIngress | undefined): string {
  const by = switched && changedBy(switched);
  return said(switched, "since") ?? (by === undefined ? "-" : `by ${by}`);
}

function said(
  ingress: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } } | undefined,
  name: string,
): string | undefined {
  return ingress?.metadata.annotations?.[`exposure.dev/${name}`];
}

function weightOf(ingress: Parameters<typeof said>[0]): string {
  const weight = ingress?.metadata.annotations?.["nginx.ingress.kubernetes.io/canary-weight"];
  return weight === undefined ? "" : ` ${weight} %`;
}

function readiness(state: BackendState | undefined): string {
  if (state === undefined) return "missing";
  return state.external ? "external" : String(state.ready);
}
