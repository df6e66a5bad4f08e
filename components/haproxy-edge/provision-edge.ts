import { kubernetesProvider } from "../cluster/provider.ts";
import { ConfigError } from "../model/problems.ts";
import type { ExposureOutputs } from "../outputs/outputs.ts";
import { HaproxyEdge } from "./haproxy-edge.ts";
import type { EdgeConfig } from "./model.ts";
import { type EdgeOutputs, edgeOutputs } from "./outputs.ts";
import { planClasses } from "./plan-classes.ts";

/**
 * Declares an edge in front of what an exposure stack exports, and says what comes of it.
 * @throws ConfigError where edge and exposure stack do not fit together, before anything is declared
 */
export function provisionEdge(config: EdgeConfig, exposure: ExposureOutputs): EdgeOutputs {
  const { routes, problems } = planClasses(config, exposure);
  if (problems.length > 0) throw new ConfigError(problems);
  const opts = { providers: [kubernetesProvider(config.cluster)] };
  const { statsPassword } = new HaproxyEdge("edge", { spec: config.edge, routes }, opts);
  return edgeOutputs(config, routes, statsPassword);
}
