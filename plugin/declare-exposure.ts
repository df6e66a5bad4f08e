import { ComponentResource, type ComponentResourceOptions, RunError, runtime } from "@pulumi/pulumi";
import type { ConstructResult } from "@pulumi/pulumi/provider/index.js";
import { type ExposureArgs, exposureWithin } from "../components/exposure.ts";
import type { Exported } from "../components/live-outputs.ts";
import type { ExposureOutputs } from "../core/model/outputs.ts";

/** The component's type as programs name it. */
export const exposureType = "exposure:index:Exposure";

/**
 * A whole exposure stack as the children of one component.
 * @throws RunError that lists every problem of the arguments
 */
export async function declareExposure(
  name: string,
  args: ExposureArgs,
  opts: ComponentResourceOptions,
): Promise<ConstructResult> {
  const run = currentRun();
  const first = names.get(run) ?? name;
  if (first !== name) {
    throw new RunError(
      `expected one Exposure in a stack, which has "${first}" too: the rules compare the classes and services of one, so put all into it`,
    );
  }
  names.set(run, name);
  const component = new Exposure(name, args, opts);
  return { urn: component.urn, state: await component.outputs() };
}

/** Names of the components by run. */
const names = new Map<unknown, string>();

/** A preview or update: by the address of its engine, to which each component has a connection of its own. */
function currentRun(): unknown {
  const monitor = runtime.getMonitor() as { getChannel?(): { getTarget(): string } } | undefined;
  return monitor?.getChannel?.().getTarget() ?? monitor;
}

class Exposure extends ComponentResource<Exported<ExposureOutputs>> {
  readonly #args: ExposureArgs;

  constructor(name: string, args: ExposureArgs, opts: ComponentResourceOptions) {
    // Without inputs it is the same with each update, so that the engine keeps its outputs: they are what the classes are
    // compared with.
    super(exposureType, name, {}, opts);
    this.#args = args;
  }

  /** Here, because the SDK registers a component without outputs as soon as this has ended. */
  protected override async initialize(): Promise<Exported<ExposureOutputs>> {
    // The constructor ends first.
    await Promise.resolve();
    if (this.getProvider("kubernetes:core/v1:Namespace") !== undefined) {
      throw new RunError(
        "expected no Kubernetes provider: name the cluster by arguments kubeconfig and context, because the check before a switch reaches it by itself",
      );
    }
    const outputs = await exposureWithin(this.#args, this);
    this.registerOutputs(outputs);
    return outputs;
  }

  outputs(): Promise<Exported<ExposureOutputs>> {
    return this.getData();
  }
}
