import { all, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { PlannedService, ServicePlans } from "../core/controllers/service-plan.ts";
import type { Problem } from "../core/model/problems.ts";
import type { Addition, Declared } from "../core/stack/declared.ts";
import { serviceOutputProblem } from "../core/stack/stand-ins.ts";
import { onceResolved, type PlainArguments, plainArguments } from "./arguments.ts";
import { serviceHooks } from "./failover-hooks.ts";
import { HostMaster, type PlannedIngressArgs } from "./planned-ingress.ts";
import { hasEngine, type Program, withAddition } from "./program.ts";
import type { ServiceFields } from "./service-args.ts";
import { asUserErrors } from "./user-errors.ts";

/** Services that are declared together. */
export interface ServiceEntries {
  /** The same as an addition to a program. */
  readonly addition: Required<Pick<Addition, "services" | "switches">>;
  /** Outputs where none is taken. */
  readonly problems: readonly Problem[];
  /** The services' arguments by name. */
  readonly given: ReadonlyMap<string, PlainArguments>;
}

/** Services of one class by name, as a program gives them. */
export function serviceEntries(
  services: Readonly<Record<string, ServiceFields>>,
  className: string,
): ServiceEntries {
  const switches: Record<string, unknown> = {};
  const given = new Map(
    Object.entries(services).map(([name, { failover, ...fields }]) => {
      if (failover !== undefined) switches[name] = failover;
      const path = `services.${name}`;
      const hasEmergency = fields.emergency !== undefined;
      const args = plainArguments(fields, path, (field) => serviceOutputProblem(field, hasEmergency));
      return [name, { ...args, plain: { ...args.plain, class: className } }] as const;
    }),
  );
  return {
    given,
    problems: [...given.values()].flatMap(({ problems }) => problems),
    addition: {
      services: Object.fromEntries([...given].map(([name, { plain }]) => [name, plain])),
      switches,
    },
  };
}

/** Services with an emergency backend that could not be checked before a switch. */
export function uncheckable(
  { given }: ServiceEntries,
  { cluster }: Program,
  className: string,
): readonly Problem[] {
  if (cluster !== undefined) return [];
  return [...given].flatMap(([name, { plain }]) =>
    plain.emergency === undefined
      ? []
      : [
          {
            path: `services.${name}.emergency`,
            code: "unknown-cluster",
            message: `needs argument cluster of IngressController "${className}": the check before a switch reaches the cluster by itself, and not by the provider`,
          },
        ],
  );
}

/** What an addition declares, and on top of what. */
export interface Added {
  /** Where it is added. */
  readonly program: Program;
  /** The program before it. */
  readonly before: Declared;
  /** The whole addition. */
  readonly addition: Addition;
  /** Its services. */
  readonly entries: ServiceEntries;
  /** The program after it. */
  readonly after: Declared;
}

/**
 * Declares the hosts that the added services share, and gives back the arguments of each service's component.
 * @param configuration of their class
 * @param opts of what is declared
 */
export function declareEntries(
  added: Added,
  configuration: Resource,
  opts: ComponentResourceOptions,
): ReadonlyMap<string, PlannedIngressArgs> {
  const { before, after, entries, program } = added;
  const known = new Set(before.plans.shared.map(({ name }) => name));
  const masters = new Map(
    after.plans.shared
      .filter(({ name }) => !known.has(name))
      .map((plan) => {
        const later = laterOf(added, plan, ({ shared }) => shared.find(({ name }) => name === plan.name));
        return [plan.name, new HostMaster(plan.name, { plan, known: later }, opts)] as const;
      }),
  );
  return new Map(
    after.plans.services
      .filter(({ service }) => entries.given.has(service.name))
      .map((plan) => {
        const { name, emergency } = plan.service;
        const find = ({ services }: ServicePlans) => services.find(({ service }) => service.name === name);
        const master = plan.shared === undefined ? undefined : masters.get(plan.shared);
        const first = [configuration, ...(master === undefined ? [] : [master])];
        const hooks = emergency && hooksOf(program, after, plan);
        const args = { plan, known: laterOf(added, plan, find), hooks, after: first };
        return [name, args] as const;
      }),
  );
}

function hooksOf({ cluster = {} }: Program, { config }: Declared, plan: PlannedService) {
  if (!hasEngine()) return undefined;
  return serviceHooks({ cluster, failover: config.failover }, plan, `services.${plan.service.name}.failover`);
}

/** A part of the plan once the Outputs are known whose stand-ins it contains; undefined if it contains none. */
function laterOf<T extends object>(
  { before, addition, entries }: Added,
  part: T,
  find: (plans: ServicePlans) => T | undefined,
): Output<T> | undefined {
  const text = JSON.stringify(part);
  const concerned = [...entries.given].flatMap(([name, args]) => {
    if (![...args.pending.keys()].some((standIn) => text.includes(standIn))) return [];
    const resolved = onceResolved(args);
    return resolved === undefined ? [] : [resolved.apply((plain) => [name, plain] as const)];
  });
  if (concerned.length === 0) return undefined;
  return all(concerned).apply((resolved) =>
    asUserErrors(() => {
      const services = { ...addition.services, ...Object.fromEntries(resolved) };
      const found = find(withAddition(before, { ...addition, services }).plans);
      if (found === undefined) throw new Error("a service is gone now that its Outputs are known");
      return found;
    }),
  ) as Output<T>;
}
