import { isDeepStrictEqual } from "node:util";
import type { ProjectFiles } from "../config/project-files.ts";
import { servicesOf } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ServicePlans } from "../controllers/service-plan.ts";
import { listed } from "../model/listed.ts";
import { ConfigError, type Problem } from "../model/problems.ts";
import type { StackConfig } from "../model/stack.ts";
import { parseStackConfig } from "./exposure-stack.ts";
import { exposurePlans } from "./service-plans.ts";

/** Arguments by name, as a program gave them, stand-ins included. */
type Named = Readonly<Record<string, unknown>>;

/** What a program adds by one constructor. */
export interface Addition {
  /** The class. @default none */
  readonly classes?: Named;
  /** The services. @default none */
  readonly services?: Named;
  /** Emergency switches by service. @default none is on */
  readonly switches?: Named;
}

/** What the constructors of a program have declared so far. */
export interface Declared extends Required<Addition> {
  readonly config: StackConfig;
  readonly plans: ServicePlans;
}

/** A program before its first constructor. */
export const nothingDeclared: Declared = {
  classes: {},
  services: {},
  switches: {},
  config: { ...parseStackConfig({}, { list: () => undefined, read: () => undefined }) },
  plans: { services: [], shared: [] },
};

/**
 * A program with one addition more. The rules are those of a stack file; beyond them, nothing that is declared already
 * may need other objects now.
 * @throws ConfigError that lists every problem, as a preview does
 */
export function declare(before: Declared, addition: Addition, files: ProjectFiles): Declared {
  const twice = [...namedTwice("classes", before, addition), ...namedTwice("services", before, addition)];
  if (twice.length > 0) throw new ConfigError(twice);
  const classes = { ...before.classes, ...addition.classes };
  const services = { ...before.services, ...addition.services };
  const switches = { ...before.switches, ...addition.switches };
  const config = readConfig({ classes, services, failover: { services: switches } }, files);
  const after = { classes, services, switches, config, plans: exposurePlans(config) };
  const unsettled = settledProblems(before, after, Object.keys(addition.services ?? {}));
  if (unsettled.length > 0) throw new ConfigError(unsettled);
  return after;
}

function namedTwice(
  section: "classes" | "services",
  before: Declared,
  addition: Addition,
): readonly Problem[] {
  return Object.keys(addition[section] ?? {})
    .filter((name) => Object.hasOwn(before[section], name))
    .map((name) => ({
      path: `${section}.${name}`,
      code: "declared-twice",
      message: "is declared already: give one of the two another name",
    }));
}

/** A switch is written with its service. */
function readConfig(raw: Named, files: ProjectFiles): StackConfig {
  try {
    return parseStackConfig(raw, files);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      error.problems.map(({ path, ...problem }) => ({
        ...problem,
        path: path.replace(/^failover\.services\.([\w-]+)/, "services.$1.failover"),
      })),
    );
  }
}

/** What an addition would change of classes, services and hosts that are declared already. */
function settledProblems(before: Declared, after: Declared, added: readonly string[]): readonly Problem[] {
  return added.flatMap((name) => {
    const service = after.config.services.find((found) => found.name === name);
    const spec = before.config.classes.find((found) => found.name === service?.class);
    if (spec === undefined) return [];
    const { configuration } = classControllers[spec.controller];
    const keys = changedKeys(
      configuration.data(spec, servicesOf(spec, before.config.services)),
      configuration.data(spec, servicesOf(spec, after.config.services)),
    );
    const objects = changedObjects(before.plans, after.plans);
    const wayOut = `argument services of IngressController "${spec.name}"`;
    return [
      ...(keys.length === 0
        ? []
        : [
            `would change class "${spec.name}" (${listed(keys, longestList)} of its ConfigMap), which is declared already: move it into ${wayOut}`,
          ]),
      ...(objects.length === 0
        ? []
        : [
            `would change the Ingress of ${listed(objects, longestList)}, declared already: move them all into ${wayOut}`,
          ]),
    ].map((message) => ({ path: `services.${name}`, code: "declared-already", message }));
  });
}

const longestList = 5;

function changedKeys(before: Named, after: Named): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => before[key] !== after[key]).toSorted();
}

function changedObjects(before: ServicePlans, after: ServicePlans): readonly string[] {
  const services = new Map(after.services.map((plan) => [plan.service.name, plan]));
  const shared = new Map(after.shared.map((plan) => [plan.name, plan]));
  return [
    ...before.services
      .filter((plan) => {
        const now = services.get(plan.service.name);
        return !isDeepStrictEqual(now?.objects, plan.objects) || now?.shared !== plan.shared;
      })
      .map(({ service }) => `service "${service.name}"`),
    ...before.shared
      .filter((plan) => !isDeepStrictEqual(shared.get(plan.name)?.manifest, plan.manifest))
      .map(({ name }) => `host ("${name}")`),
  ];
}
