import { ComponentResource, type ComponentResourceOptions, RunError } from "@pulumi/pulumi";
import type { ConstructResult } from "@pulumi/pulumi/provider/index.js";
import { type ExposureArgs, exposureWithin } from "../components/exposure.ts";

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
  const component = new Exposure(name, opts);
  return { urn: component.urn, state: await component.declare(args) };
}

class Exposure extends ComponentResource {
  constructor(name: string, opts: ComponentResourceOptions) {
    // Without inputs it is the same with each update, so that the engine keeps its outputs: they are what the classes are
    // compared with.
    super(exposureType, name, {}, opts);
  }

  async declare(args: ExposureArgs) {
    if (this.getProvider("kubernetes:core/v1:Namespace") !== undefined) {
      throw new RunError(
        "expected no Kubernetes provider: name the cluster by arguments kubeconfig and context, because the check before a switch reaches it by itself",
      );
    }
    const outputs = await exposureWithin(args, this);
    this.registerOutputs(outputs);
    return outputs;
  }
}
