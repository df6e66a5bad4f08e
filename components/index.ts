/**
 * The package's entry: components, and a whole stack as a function. To import it declares nothing.
 * @module
 */

export type { ClassArgs } from "../core/model/class.ts";
export type { FailoverArgs, FailoverFlag, SwitchArgs } from "../core/model/failover.ts";
export type { BackendArgs, EmergencyArgs, ServiceArgs } from "../core/model/service.ts";
export type { ClusterArgs, LogrotateArgs } from "../core/model/stack.ts";
export { type ExposureArgs, exposure } from "./exposure.ts";
export { IngressController, type IngressControllerArgs } from "./ingress-controller.ts";
export * from "./outputs.ts";
export type {
  ProgramBackendArgs,
  ProgramBasicAuthArgs,
  ProgramTlsArgs,
  ServiceFields,
} from "./service-args.ts";
export { ServiceIngress, type ServiceIngressArgs } from "./service-ingress.ts";
