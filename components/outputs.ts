/**
 * What other programs read of an exposure stack. Apart from the components, which need the Kubernetes package.
 * @module
 */
export type {
  ClassOutput,
  ExposureOutputs,
  FrontingOutput,
  NodePort,
  ServiceOutput,
  SwitchOutput,
} from "../core/model/outputs.ts";
export { readExposure } from "./read-exposure.ts";
