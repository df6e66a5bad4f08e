import { type ComponentResource, getOrganization, getProject, getStack, log, runtime } from "@pulumi/pulumi";
import { expiryOf } from "../core/failover/expiry.ts";
import { standbyWarnings } from "../core/failover/standby.ts";
import { assertReachable } from "../core/kubernetes/reachable.ts";
import type { ClassArgs } from "../core/model/class.ts";
import type { FailoverFlag } from "../core/model/failover.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";
import { ConfigError } from "../core/model/problems.ts";
import type { ServiceArgs } from "../core/model/service.ts";
import type { ClusterArgs, LogrotateArgs, StackConfig } from "../core/model/stack.ts";
import { warningsOf } from "../core/rules/warnings.ts";
import { sizeWarnings } from "../core/stack/config-size.ts";
import { parseStackConfig } from "../core/stack/exposure-stack.ts";
import { exposurePlans } from "../core/stack/service-plans.ts";
import { plainArguments, together } from "./arguments.ts";
import { checkAuthorities } from "./check-authorities.ts";
import { checkEdge } from "./check-edge.ts";
import { checkHandovers } from "./check-handovers.ts";
import { checkNamespaces } from "./check-namespaces.ts";
import { checkRollouts } from "./check-rollouts.ts";
import { failoverHooks } from "./failover-hooks.ts";
import type { Exported } from "./live-outputs.ts";
import { previousOutputs } from "./previous-outputs.ts";
import { filesOf } from "./project-files.ts";
import { projectFolder } from "./project-folder.ts";
import { provideDefinitions } from "./provide-definitions.ts";
import { provision } from "./provision.ts";
import { readStackConfig } from "./read-stack-config.ts";
import { showUserErrors } from "./user-errors.ts";

/** The config keys of a stack file as arguments. All values are plain: the rules compare every one before anything is declared. */
export interface ExposureArgs extends ClusterArgs {
  /** Ingress classes by name, each with its own controller. @default none */
  readonly classes?: Readonly<Record<string, ClassArgs>>;
  /** Services to the outside by name, each with its own Ingress. @default none */
  readonly services?: Readonly<Record<string, ServiceArgs>>;
  /** Folder with one YAML or JSON file per service, relative to the project. @default none */
  readonly catalog?: string;
  /** Emergency switch. @default "none" */
  readonly failover?: FailoverFlag;
  /** The agent that rotates log files. @default its defaults */
  readonly logrotate?: LogrotateArgs;
  /** Full name of the stack of the HAProxy edge in front. @default `<organization>/haproxy-edge/<stack>` */
  readonly edge?: string;
}

/**
 * A whole exposure stack: its classes, their agents, its services and its emergency switch. The objects are those that the
 * program of this project declares, by the same names.
 *
 * @example
 * export default () => exposure({
 *   classes: { public: { default: true } },
 *   services: { api: { hosts: ["api.example.com"], backend: { service: "api", port: 80 } } },
 * });
 *
 * @param args the stack @default the configuration of the running stack
 * @returns what the stack exports: `readExposure` reads it in another program
 * @throws RunError that lists every problem
 */
export async function exposure(args?: ExposureArgs): Promise<Exported<ExposureOutputs>> {
  return showUserErrors(async () => {
    const config = args === undefined ? readStackConfig() : configOf(args);
    const size = args === undefined ? sizeWarnings(runtime.allConfig(), getProject()) : [];
    return declare(config, size, args === undefined ? "exposure:failover" : "failover", {
      previous: () => previousOutputs(),
    });
  });
}

/**
 * The same as the children of a component, whose outputs they are.
 * @returns what the component has for outputs
 * @throws RunError that lists every problem
 */
export async function exposureWithin(
  args: ExposureArgs,
  parent: ComponentResource,
): Promise<Exported<ExposureOutputs>> {
  return showUserErrors(async () => {
    const config = configOf(args);
    const previous = async () => previousOutputs(await urnOf(parent));
    return declare(config, [], "failover", { parent, previous });
  });
}

/** What the objects of a stack belong to. */
interface Owner {
  /** @default absent: the stack itself */
  readonly parent?: ComponentResource;
  /** Its outputs before the update. */
  readonly previous: () => Promise<Readonly<Record<string, unknown>>>;
}

/** @param key of the flag, for messages */
async function declare(
  config: StackConfig,
  doubtsOfSize: readonly string[],
  key: string,
  { parent, previous }: Owner,
): Promise<Exported<ExposureOutputs>> {
  const expiry = expiryOf(config.failover, config.services, Date.now());
  if (expiry.problems.length > 0) throw new ConfigError(expiry.problems);
  const identity = { organization: getOrganization(), project: getProject(), stack: getStack() };
  const edge = await checkEdge(config, identity);
  const { services } = exposurePlans(config);
  const handovers = await checkHandovers(config.classes, services, previous);
  const problems = [...edge.problems, ...handovers.problems];
  if (problems.length > 0) throw new ConfigError(problems);
  const allowed = [...warningsOf(config), ...standbyWarnings(config)];
  const doubts = [...edge.warnings, ...handovers.warnings];
  for (const warning of [...doubtsOfSize, ...allowed, ...expiry.warnings, ...doubts]) await log.warn(warning);
  await assertReachable(config.cluster);
  const created = config.classes.map(({ namespace }) => namespace);
  await checkNamespaces(config.cluster, services, created);
  await checkAuthorities(config.cluster, services);
  await checkRollouts(config, services);
  await provideDefinitions(config);
  return provision(config, { hooks: failoverHooks(config, services, key), parent, previous });
}

/** The URN once the engine has registered the component. */
function urnOf({ urn }: ComponentResource): Promise<string> {
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}

function configOf(args: ExposureArgs): StackConfig {
  const { plain, problems } = plainArguments(
    args,
    "",
    () =>
      "expected a plain value, got an Output: the arguments of IngressController and ServiceIngress take some",
  );
  if (problems.length === 0) return parseStackConfig(plain, filesOf(projectFolder()));
  try {
    parseStackConfig(plain, filesOf(projectFolder()));
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(together(problems, error.problems));
    throw error;
  }
  throw new ConfigError(problems);
}
