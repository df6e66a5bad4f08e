import { ComponentResource } from "@pulumi/pulumi";
import type { ExposureArgs } from "../../components/exposure.ts";

/** Component Exposure of the plugin, as an SDK that Pulumi makes from its schema declares it. */
export function remoteExposure(args: ExposureArgs): ComponentResource {
  const outputs = { version: undefined, classes: undefined, services: undefined, failover: undefined };
  return new ComponentResource("exposure:index:Exposure", "edge", { ...outputs, ...args }, {}, true);
}
