import type { LocatedClass, LocatedService } from "../config/located.ts";
import { type Parsed, passed } from "../config/parsed.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { exposureKeys, type IsEncrypted, type RawConfig, sectionsOf } from "../config/raw-config.ts";
import {
  type ClassSection,
  readClasses,
  readServices,
  readSettings,
  type ServiceSection,
  type Settings,
} from "../config/read-sections.ts";
import { stackName } from "../config/stack-name.ts";
import { switchProblems } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import { planFailover } from "../failover/plan.ts";
import { ConfigError, type Problem } from "../model/problems.ts";
import type { StackConfig } from "../model/stack.ts";
import { referenceProblems } from "../rules/class-references.ts";
import { classProblems } from "../rules/class-rules.ts";
import { classesProblems } from "../rules/classes-together.ts";
import { controllerProblems } from "../rules/controller-problems.ts";
import { definitionProblems } from "../rules/definition-files.ts";
import { hstsProblems } from "../rules/hsts.ts";
import { ingressNameProblems } from "../rules/ingress-names.ts";
import { classSizeProblems } from "../rules/object-sizes.ts";
import { redirectLoops } from "../rules/redirects.ts";
import { routeProblems } from "../rules/routes.ts";
import { serviceProblems } from "../rules/service-rules.ts";
import { templateProblems } from "../rules/template-files.ts";
import {
  type Concerned,
  concernedNames,
  flagProblems,
  isReadable,
  ownProblems,
  type SwitchedConfig,
  withoutServices,
} from "./switched.ts";

/**
 * A stack's configuration with every default decided and every rule kept.
 * @param raw config keys with or without their namespace, `exposure`
 * @param files where the catalogue and templates are read from
 * @param isEncrypted which keys are encrypted: each is refused, as no object of this stack keeps a value secret @default none
 * @throws ConfigError that lists every problem; never anything else
 */
export function parseStackConfig(
  raw: RawConfig,
  files: ProjectFiles,
  isEncrypted: IsEncrypted = () => false,
): StackConfig {
  const parts = readParts(raw, files, isEncrypted);
  const all = [...problemsOf(parts), ...ruleProblems(parts, files), ...flagOf(parts)];
  if (all.length > 0) throw new ConfigError(all);
  return configOf(parts);
}

/**
 * The same for a switch of some services. A problem that is there without them does not stop it, and its part of the
 * configuration may be missing from the result.
 * @param known the services, if they have been read already
 * @throws ConfigError that lists every problem, if one concerns the switch
 */
export function parseSwitchedConfig(
  raw: RawConfig,
  files: ProjectFiles,
  isEncrypted: IsEncrypted,
  concerned: Concerned,
  known?: ServiceSection,
): SwitchedConfig<StackConfig> {
  const parts = readParts(raw, files, isEncrypted, known);
  const { settings, services, classes } = parts;
  const names = concernedNames(concerned, services);
  const others = { ...parts, services: withoutServices(services, names) };
  const flag = flagOf(parts);
  const rules = ruleProblems(parts, files);
  const read = problemsOf(parts);
  const { own, setAside } = ownProblems(rules, () => ruleProblems(others, files));
  const specs = classes.located.map(({ spec }) => spec.name);
  const unreadable =
    !isReadable(concerned, services) ||
    services.located.some(({ spec }) => names.has(spec.name) && !specs.includes(spec.class));
  const blocking = [
    ...(unreadable ? read : settings.problems.filter(({ path }) => !path.startsWith("logrotate"))),
    ...own,
    ...flagOf(parts, names),
  ];
  if (blocking.length > 0) throw new ConfigError([...read, ...rules, ...flag]);
  return {
    config: configOf(parts),
    setAside: [...read, ...setAside, ...flag],
    withFlag: (changed) =>
      parseSwitchedConfig({ ...raw, [flagKey]: changed }, files, isEncrypted, concerned, services),
  };
}

interface Parts {
  readonly unknownKeys: readonly Problem[];
  readonly settings: Settings;
  readonly classes: ClassSection;
  readonly services: ServiceSection;
  readonly edge: Parsed<string | undefined>;
}

const flagKey = `${exposureKeys.namespace}:failover`;

function readParts(
  raw: RawConfig,
  files: ProjectFiles,
  isEncrypted: IsEncrypted,
  known?: ServiceSection,
): Parts {
  const { values, problems } = sectionsOf(raw, exposureKeys, isEncrypted);
  const settings = readSettings(values);
  const classes = readClasses(values.classes, classControllers);
  const services = known ?? readServices(values.services, settings.catalog, files, defaultOf(classes) ?? "");
  const edge =
    values.edge === undefined || values.edge === "" ? noName : stackName.parse(values.edge, "edge");
  return { unknownKeys: problems, settings, classes, services, edge };
}

/** What keeps parts from being read. */
function problemsOf({ unknownKeys, settings, classes, services, edge }: Parts): readonly Problem[] {
  return [
    ...unknownKeys,
    ...settings.problems,
    ...(edge.ok ? [] : edge.problems),
    ...classes.problems,
    ...services.problems,
  ];
}

function configOf({ settings, classes, services, edge }: Parts): StackConfig {
  const { cluster, failover, logrotate } = settings;
  return {
    cluster,
    classes: byName(classes.located),
    services: byName(services.located),
    failover,
    logrotate,
    ...(edge.ok && edge.value !== undefined && { edge: edge.value }),
  };
}

/** Pulumi.yaml declares an empty default for it. */
const noName = passed(undefined);

/** What the rules refuse of the parts that could be parsed: the others have problems already. */
function ruleProblems(
  { classes, services, settings: { failover } }: Parts,
  files: ProjectFiles,
): readonly Problem[] {
  const known = [...classes.located.map(({ spec }) => spec.name), ...classes.unread];
  const someDefault = defaultOf(classes) !== undefined ? "there" : classes.complete ? "none" : "unknown";
  const routes = routeProblems(services.located);
  const clashing = new Set(routes.map(({ path }) => path.replace(/\[\d+\]$/, "")));
  const routed = services.located.filter(({ at }) => !clashing.has(at("paths")));
  return [
    ...classes.located.flatMap((located) => [
      ...classProblems(located),
      ...templateProblems(located, files),
      ...definitionProblems(located, files),
      ...classSizeProblems(located, services.located, files),
    ]),
    ...classesProblems(classes.located),
    ...services.located.flatMap(serviceProblems),
    ...referenceProblems(services.located, { known, default: someDefault }),
    ...routes,
    ...ingressNameProblems(services.located),
    ...hstsProblems(services.located, (name) =>
      classes.located.some(({ spec }) => spec.name === name && spec.forwardedHeaders !== undefined),
    ),
    ...redirectLoops(services.located),
    ...controllerProblems(classes.located, routed),
    ...switchProblems(
      classes.located.map(({ spec }) => spec),
      planFailover(
        failover,
        routed.map(({ spec }) => spec),
      ),
    ),
  ];
}

function flagOf({ services, settings }: Parts, concerned?: ReadonlySet<string>): readonly Problem[] {
  return flagProblems(services, settings.failover, concerned);
}

function defaultOf({ located }: ClassSection): string | undefined {
  return located.find(({ spec }) => spec.default)?.spec.name;
}

function byName<L extends LocatedClass | LocatedService>(located: readonly L[]): readonly L["spec"][] {
  return located.map(({ spec }) => spec).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
