import * as pulumi from "@pulumi/pulumi";
import { clusterConfig } from "../core/config/cluster-config.ts";
import { logrotateConfig } from "../core/config/logrotate-config.ts";
import type { ClassArgs, ClassSpec } from "../core/model/class.ts";
import { ConfigError, type Problem } from "../core/model/problems.ts";
import { resolveLogrotate } from "../core/model/resolve-logrotate.ts";
import type { ServiceSpec } from "../core/model/service.ts";
import type { ClusterArgs, LogrotateArgs, LogrotateSpec } from "../core/model/stack.ts";
import type { Addition, Declared } from "../core/stack/declared.ts";
import { classOutputProblem } from "../core/stack/stand-ins.ts";
import { onceResolved, plainArguments, together } from "./arguments.ts";
import { checkRollouts } from "./check-rollouts.ts";
import { LogrotateAgent } from "./logrotate-agent.ts";
import { PlannedController } from "./planned-controller.ts";
import { PlannedIngress } from "./planned-ingress.ts";
import {
  add,
  attempt,
  hasEngine,
  inProgram,
  type Program,
  programOf,
  providerOf,
  withAddition,
} from "./program.ts";
import { provideDefinitions } from "./provide-definitions.ts";
import type { ServiceFields } from "./service-args.ts";
import { type Added, declareEntries, serviceEntries, uncheckable } from "./service-entries.ts";
import { asUserErrors, showUserErrors } from "./user-errors.ts";

/** Arguments of {@link IngressController}: those of a class in the stack file, and what belongs to it in a program. */
export interface IngressControllerArgs extends Omit<ClassArgs, "defaultCertificate"> {
  /**
   * `namespace/name` of the TLS Secret used where a service names none. F5 needs one for HTTPS without host.
   * @default none
   */
  readonly defaultCertificate?: pulumi.Input<string>;
  /**
   * Services by name that the class knows from the beginning. A `ServiceIngress` that is declared later and would change
   * what is declared already is refused: it belongs here.
   * @default none
   */
  readonly services?: Readonly<Record<string, ServiceFields>>;
  /** The agent that rotates the class's log files. Only with `logs.to` other than stdout. @default the agent's defaults */
  readonly logrotate?: LogrotateArgs;
  /**
   * The cluster as the check before a switch reaches it, and the provider if `opts` has none. Mandatory for services with
   * an emergency backend if `opts` has one.
   * @default the current context of `KUBECONFIG` or `~/.kube/config`
   */
  readonly cluster?: ClusterArgs;
}

/**
 * One ingress class: its controller, everything that needs, in a namespace of its own, and the agent for its log files.
 *
 * @example
 * const publicClass = new IngressController("public", { controller: "f5", nodeSelector: { edge: "public" } });
 * new ServiceIngress("api", { class: publicClass, hosts: ["api.example.com"], backend: { service: "api", port: 80 } });
 */
export class IngressController extends PlannedController {
  /** The services of argument `services` by name. */
  readonly services: Readonly<Record<string, PlannedIngress>>;

  /** @throws RunError that lists every problem, as a preview of a stack file does */
  constructor(name: string, args: IngressControllerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { spec, services, known, agent, added } = asUserErrors(() => declareClass(name, args, opts));
    const ready = pulumi.output(preparedCluster(added.program, spec));
    super(
      name,
      { spec, services, known },
      inProgram(added.program, pulumi.mergeOptions(opts, { dependsOn: ready })),
    );
    controllers.set(this, { name, program: added.program, ready });
    if (spec.logs.to !== "stdout") {
      new LogrotateAgent(`${name}-logrotate`, { spec, agent }, { parent: this });
    }
    // The program of a stack file declares them beside the class: a service can move from there to here.
    const aliases = [{ parent: opts.parent ?? pulumi.rootStackResource }];
    const options = { parent: this, aliases };
    const declared = declareEntries(added, this.configuration, options);
    this.services = Object.fromEntries(
      [...declared].map(([service, planned]) => [service, new PlannedIngress(service, planned, options)]),
    );
  }
}

/** What a component knows of the class that it is given. */
interface KnownController {
  readonly name: string;
  readonly program: Program;
  /** Known once the cluster has what the class needs of it. */
  readonly ready: pulumi.Output<pulumi.Resource[]>;
}

const controllers = new WeakMap<IngressController, KnownController>();

/** The class and the part of the program that it belongs to; undefined for what is none. */
export function knownController(controller: IngressController): KnownController | undefined {
  return controllers.get(controller);
}

interface DeclaredClass {
  readonly spec: ClassSpec;
  readonly services: readonly ServiceSpec[];
  readonly known: pulumi.Output<ClassSpec> | undefined;
  readonly agent: LogrotateSpec;
  readonly added: Added;
}

function declareClass(
  name: string,
  { services = {}, logrotate, cluster, ...fields }: IngressControllerArgs,
  opts: pulumi.ComponentResourceOptions,
): DeclaredClass {
  const path = `classes.${name}`;
  const given = plainArguments(fields, path, classOutputProblem, (text) => `${text}/${text}`);
  const entries = serviceEntries(services, name);
  const agent = logrotateConfig.parse(logrotate ?? {}, `${path}.logrotate`);
  const reach = clusterConfig.parse(cluster ?? {}, `${path}.cluster`);
  const named = reach.ok && cluster !== undefined ? reach.value : undefined;
  const program = programOf(providerOf(opts), named, `${path}.cluster`);
  const before = program.declared;
  const additionOf = (plain: unknown): Addition => ({ ...entries.addition, classes: { [name]: plain } });
  const addition = additionOf(given.plain);
  const { after, problems } = attempt(before, addition);
  const spec = after && specOf(after, name);
  const own = [...given.problems, ...entries.problems];
  const all = [
    ...together(own, problems),
    ...(agent.ok ? [] : agent.problems),
    ...(reach.ok ? [] : reach.problems),
    ...uncheckable(entries, program, name),
    ...unknownCluster(spec, program, path),
    ...(logrotate !== undefined && spec?.logs.to === "stdout" ? [idleAgent(path)] : []),
  ];
  if (all.length > 0 || after === undefined || spec === undefined) throw new ConfigError(all);
  add(program, after);
  return {
    spec,
    services: after.config.services.filter((service) => service.class === name),
    known: onceResolved(given)?.apply((plain) =>
      asUserErrors(() => specOf(withAddition(before, additionOf(plain)), name)),
    ),
    agent: resolveLogrotate(agent.ok ? agent.value : {}),
    added: { program, before, addition, entries, after },
  };
}

/** What `exposure()` checks and installs for the classes of a stack, where the program says how to reach the cluster. */
async function preparedCluster({ cluster }: Program, spec: ClassSpec): Promise<pulumi.Resource[]> {
  if (cluster === undefined || !hasEngine()) return [];
  await showUserErrors(async () => {
    await checkRollouts({ classes: [spec], cluster }, []);
    await provideDefinitions({ classes: [spec], cluster });
  });
  return [];
}

/** Definitions are installed by way of the API server, too. */
function unknownCluster(spec: ClassSpec | undefined, { cluster }: Program, path: string): readonly Problem[] {
  if (spec?.customResources === undefined || cluster !== undefined) return [];
  const message =
    "needs argument cluster: whether their definitions are installed is asked of the cluster itself, and not of the provider";
  return [{ path: `${path}.customResources`, code: "unknown-cluster", message }];
}

function specOf({ config }: Declared, name: string): ClassSpec {
  const spec = config.classes.find((found) => found.name === name);
  if (spec === undefined) throw new Error(`class "${name}" is not declared`);
  return spec;
}

function idleAgent(path: string): Problem {
  const message = "has no effect on a class that logs to stdout: leave it out, or set logs.to to file";
  return { path: `${path}.logrotate`, code: "has-no-effect", message };
}
