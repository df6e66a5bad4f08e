import { isDeepStrictEqual } from "node:util";
import { Provider } from "@pulumi/kubernetes";
import { type ComponentResourceOptions, log, type ProviderResource, runtime } from "@pulumi/pulumi";
import { expiryOf } from "../core/failover/expiry.ts";
import { standbyWarnings } from "../core/failover/standby.ts";
import type { FailoverArgs } from "../core/model/failover.ts";
import { ConfigError, type Problem } from "../core/model/problems.ts";
import type { ClusterArgs, StackConfig } from "../core/model/stack.ts";
import { warningsOf } from "../core/rules/warnings.ts";
import { type Addition, type Declared, declare, nothingDeclared } from "../core/stack/declared.ts";
import { withoutStandIns } from "../core/stack/stand-ins.ts";
import { filesOf } from "./project-files.ts";
import { projectFolder } from "./project-folder.ts";
import { kubernetesProvider } from "./provider.ts";

/** What a Pulumi program has declared for one cluster, constructor by constructor. */
export interface Program {
  /** Provider of the cluster. */
  readonly provider: ProviderResource;
  /** Where the check before a switch asks. @default absent: only the provider knows */
  readonly cluster?: ClusterArgs;
  /** What its constructors have declared so far. */
  declared: Declared;
}

/** A program with one addition more, which is not made yet. @throws ConfigError that lists every problem */
export function withAddition(before: Declared, addition: Addition): Declared {
  return declare(before, addition, filesOf(projectFolder()));
}

/** The same, or the problems that speak against it. */
export function attempt(
  before: Declared,
  addition: Addition,
): { readonly after?: Declared; readonly problems: readonly Problem[] } {
  try {
    return { after: withAddition(before, addition), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ message, ...problem }) => ({
      ...problem,
      message: withoutStandIns(message),
    }));
    return { problems };
  }
}

/** Makes an addition, and warns of what it brings. */
export function add(program: Program, after: Declared): void {
  const known = new Set(warnings(program.declared));
  for (const warning of warnings(after)) if (!known.has(warning)) void log.warn(warning);
  program.declared = after;
}

/**
 * The running program's part for one cluster.
 * @param provider of the cluster @default the program's one provider for no other
 * @param cluster how to reach it @default as before; at first the current context, with a provider of its own unknown
 * @param path of the class's argument, for the problem
 * @throws ConfigError where the part is of another cluster already
 */
export function programOf(
  provider: ProviderResource | undefined,
  cluster: ClusterArgs | undefined,
  path: string,
): Program {
  const parts = running();
  const found = parts.get(provider);
  if (found !== undefined) {
    if (cluster === undefined || isDeepStrictEqual(cluster, found.cluster)) return found;
    const message =
      "expected the cluster of the first class: give classes of another one a provider of their own";
    throw new ConfigError([{ path, code: "other-cluster", message }]);
  }
  const reached = cluster ?? (provider === undefined ? {} : undefined);
  const part: Program = {
    provider: provider ?? kubernetesProvider(cluster ?? {}),
    ...(reached && { cluster: reached }),
    declared: nothingDeclared,
  };
  parts.set(provider, part);
  return part;
}

/** The Kubernetes provider that a component gets from its options, or from its parent. */
export function providerOf({
  provider,
  providers,
  parent,
}: ComponentResourceOptions): ProviderResource | undefined {
  const several = Array.isArray(providers) ? providers : Object.values(providers ?? {});
  const given = [...(provider === undefined ? [] : [provider]), ...several];
  return (
    given.find((found) => Provider.isInstance(found)) ?? parent?.getProvider("kubernetes:core/v1:Namespace")
  );
}

/** The options of a component in a program. */
export function inProgram({ provider }: Program, opts: ComponentResourceOptions): ComponentResourceOptions {
  return providerOf(opts) === undefined ? { ...opts, providers: [provider] } : opts;
}

/** Whether an engine runs the program, and not Pulumi's mocks: those know no hooks, and there is no cluster to ask. */
export function hasEngine(): boolean {
  const monitor: unknown = runtime.getMonitor();
  return (
    typeof (monitor as { registerResourceHook?: unknown } | undefined)?.registerResourceHook === "function"
  );
}

type Parts = Map<ProviderResource | undefined, Program>;

const programs = new WeakMap<object, Parts>();

/** One process may run several programs, one after the other or at once (Automation API). */
function running(): Parts {
  const run = runtime.getStackResource() ?? runtime.getMonitor() ?? programs;
  const found: Parts = programs.get(run) ?? new Map();
  programs.set(run, found);
  return found;
}

function warnings({ config, switches }: Declared): readonly string[] {
  const failover = config.failover as FailoverArgs;
  const all: StackConfig = { ...config, failover };
  return [
    ...warningsOf(all),
    ...standbyWarnings(all),
    ...(Object.keys(switches).length === 0 ? [] : expiryOf(failover, config.services, Date.now()).warnings),
  ];
}
