import { type ComponentResourceOptions, mergeOptions } from "@pulumi/pulumi";
import { ConfigError, type Problem } from "../core/model/problems.ts";
import { together } from "./arguments.ts";
import { type IngressController, knownController } from "./ingress-controller.ts";
import { PlannedIngress, type PlannedIngressArgs } from "./planned-ingress.ts";
import { add, attempt, inProgram, type Program, providerOf } from "./program.ts";
import type { ServiceFields } from "./service-args.ts";
import { declareEntries, serviceEntries, uncheckable } from "./service-entries.ts";
import { asUserErrors } from "./user-errors.ts";

/** Arguments of {@link ServiceIngress}: those of a service in the stack file, and the class itself. */
export interface ServiceIngressArgs extends ServiceFields {
  /** The class that serves it. */
  readonly class: IngressController;
}

/**
 * One service to the outside: an Ingress for the controller of its class, served by the backend that is active.
 *
 * Rules between services hold as in a stack file. A class is declared before its services: one that would change the
 * class, or a service before it, is refused; it belongs into argument `services` of the class.
 *
 * @example
 * new ServiceIngress("api", {
 *   class: publicClass,
 *   hosts: ["api.example.com"],
 *   backend: { service: api.metadata.name, port: "http" },
 *   tls: { clusterIssuer: "letsencrypt" },
 * });
 */
export class ServiceIngress extends PlannedIngress {
  /** @throws RunError that lists every problem, as a preview of a stack file does */
  constructor(name: string, args: ServiceIngressArgs, opts: ComponentResourceOptions = {}) {
    const { args: planned, options } = asUserErrors(() => declareService(name, args, opts));
    super(name, planned, options);
  }
}

function declareService(
  name: string,
  { class: controller, ...fields }: ServiceIngressArgs,
  opts: ComponentResourceOptions,
): { readonly args: PlannedIngressArgs; readonly options: ComponentResourceOptions } {
  const known = knownController(controller);
  if (known === undefined) {
    const message = "expected an IngressController of this program";
    throw new ConfigError([{ path: `services.${name}.class`, code: "unknown-class", message }]);
  }
  const { program } = known;
  const before = program.declared;
  const entries = serviceEntries({ [name]: fields }, known.name);
  const { addition } = entries;
  const { after, problems } = attempt(before, addition);
  const all = [
    ...together(entries.problems, problems),
    ...uncheckable(entries, program, known.name),
    ...otherProvider(name, opts, program),
  ];
  if (all.length > 0 || after === undefined) throw new ConfigError(all);
  add(program, after);
  const options = inProgram(program, mergeOptions(opts, { dependsOn: known.ready }));
  const added = { program, before, addition, entries, after };
  const declared = declareEntries(added, controller.configuration, options).get(name);
  if (declared === undefined) throw new Error(`service "${name}" is not declared`);
  return { args: declared, options };
}

function otherProvider(
  name: string,
  opts: ComponentResourceOptions,
  { provider }: Program,
): readonly Problem[] {
  const given = providerOf(opts);
  if (given === undefined || given === provider) return [];
  const message = "expected the Kubernetes provider of its class: leave the provider of the service out";
  return [{ path: `services.${name}`, code: "other-provider", message }];
}
