import { names } from "../../core/model/names.ts";
import { isGrpc } from "../../core/model/service.ts";
import type { LoadPlan } from "../load/load.ts";
import type { Drilled } from "./request.ts";

/** One kind of client of a drill. */
export interface Clients {
  readonly title: string;
  /** Whether their requests carry the mark that a drill redirects. */
  readonly marked: boolean;
  readonly plan: LoadPlan;
}

/** Seconds. Longer than a drill takes; the command ends the loads itself. */
const seconds = 300;
/** Milliseconds of silence that end a spell: a backend's later answers begin another one. */
const gap = 1_000;

/** Production's clients and a few that carry the mark. Each kind is counted separately. */
export function drillLoads(service: Drilled, addresses: readonly string[]): readonly Clients[] {
  const common = { ...where(service, addresses), services: backendsOf(service), seconds, gap };
  // marked clients must measure backends, not an overloaded machine; gRPC costs the generator more
  const factor = common.protocol === "grpc" ? 0.2 : 1;
  const mark = { [names.drill.header]: "always" };
  const cookie = { Cookie: `${names.drill.cookie}=always` };
  const kinds = [
    { title: "unmarked, keep-alive", marked: false, rate: 500, connections: 32 },
    { title: "unmarked, a connection per request", marked: false, rate: 100, connections: 32, close: true },
    {
      title: "unmarked, another value in the header",
      marked: false,
      rate: 50,
      connections: 4,
      headers: { [names.drill.header]: "never" },
    },
    { title: "marked by header", marked: true, rate: 50, connections: 4, headers: mark },
    { title: "marked by cookie", marked: true, rate: 50, connections: 4, headers: cookie },
  ];
  return kinds.map(({ title, marked, rate, ...kind }, index) => ({
    title,
    marked,
    plan: { ...common, ...kind, rate: rate * factor, name: `drill-${index}` },
  }));
}

function backendsOf({ backend, emergency }: Drilled): readonly string[] {
  return [backend.service, emergency.service];
}

/** As a client of the service would ask for it. */
function where(
  service: Drilled,
  addresses: readonly string[],
): Pick<LoadPlan, "targets" | "host" | "path" | "tls" | "protocol"> {
  const { hosts, paths, tls } = service;
  const [host = "any.example"] = hosts;
  const path = paths[0]?.path ?? "/";
  const grpc = isGrpc(service);
  return {
    targets: addresses.map((address) => `${address}:${tls === undefined ? 80 : 443}`),
    host: host.replace("*", "any"),
    path: grpc ? `${path.replace(/\/$/, "")}/Echo` : path,
    tls: tls !== undefined,
    protocol: grpc ? "grpc" : "http1",
  };
}
