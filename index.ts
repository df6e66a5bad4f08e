import { exposure } from "./components/exposure.ts";
import type { Exported } from "./components/live-outputs.ts";
import type { ExposureOutputs } from "./core/model/outputs.ts";

/** The program of an exposure stack: config in, components, outputs out. */
export default function program(): Promise<Exported<ExposureOutputs>> {
  return exposure();
}
