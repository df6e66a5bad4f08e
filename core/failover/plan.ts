import type { ActiveBackend, FailoverArgs, FailoverFlag, Switch, SwitchArgs } from "../model/failover.ts";
import type { ServiceSpec } from "../model/service.ts";

/** The services whose emergency switch is on, by name and sorted. Assumes a flag without problems. */
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
    const thrown = switchOf(service, args, except);
    const emergency = thrown.mode === "on" ? service.emergency : undefined;
    return {
      service,
      backend: emergency ?? service.backend,
      emergency: emergency !== undefined,
      switch: thrown,
    };
  });
}

/** Any form of the flag in its longest one. */
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
  const own = Object.hasOwn(services, name) ? services[name] : undefined;
  const asked = own ?? (flag.all === true && !except.has(name) ? ({ mode: "on" } as const) : undefined);
  if (asked === undefined || emergency === undefined) return off;
  const { reason, until, since } = flag;
  const occasion = asked.mode === "off" ? {} : defined({ reason, until, since });
  return { ...occasion, ...asked, force: asked.force ?? false };
}

function defined(
  occasion: {
    readonly [K in "reason" | "until" | "since"]: string | undefined;
  },
): Partial<Record<"reason" | "until" | "since", string>> {
  return Object.fromEntries(Object.entries(occasion).filter(([, value]) => value !== undefined));
}
