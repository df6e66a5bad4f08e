import { defined } from "../model/defined.ts";
import type {
  ActiveBackend,
  FailoverArgs,
  FailoverFlag,
  Occasion,
  Switch,
  SwitchArgs,
} from "../model/failover.ts";
import type { ServiceSpec } from "../model/service.ts";

/** The sorted names of the services whose emergency switch is on. The flag must have no problems. */
export function switchedOn(flag: FailoverFlag, services: readonly ServiceSpec[]): readonly string[] {
  return planFailover(flag, services)
    .filter(({ emergency }) => emergency)
    .map(({ service }) => service.name)
    .toSorted();
}

/** The backend that serves each service under this flag. */
export function planFailover(flag: FailoverFlag, services: readonly ServiceSpec[]): readonly ActiveBackend[] {
  const args = inDetail(flag);
  const except = new Set(args.except);
  return services.map((service) => {
    const requested = switchOf(service, args, except);
    const emergency = requested.mode === "on" ? service.emergency : undefined;
    return {
      service,
      backend: emergency ?? service.backend,
      emergency: emergency !== undefined,
      switch: requested,
    };
  });
}

/** Any form of the flag as an object. */
export function inDetail(flag: FailoverFlag): FailoverArgs {
  if (flag === "none") return {};
  if (flag === "all") return { all: true };
  if (!isList(flag)) return flag;
  return { services: Object.fromEntries(flag.map((name): [string, SwitchArgs] => [name, { mode: "on" }])) };
}

export function isList(flag: FailoverFlag): flag is readonly string[] {
  return Array.isArray(flag);
}

const off: Switch = { mode: "off", force: false };

function switchOf({ name, emergency }: ServiceSpec, flag: FailoverArgs, except: ReadonlySet<string>): Switch {
  const services = flag.services ?? {};
  const entry = Object.hasOwn(services, name) ? services[name] : undefined;
  const requested = entry ?? (flag.all === true && !except.has(name) ? ({ mode: "on" } as const) : undefined);
  if (requested === undefined || emergency === undefined) return off;
  const { reason, until, since } = flag;
  const occasion = requested.mode === "off" ? {} : defined<Occasion>({ reason, until, since });
  return { ...occasion, ...requested, force: requested.force ?? false };
}
