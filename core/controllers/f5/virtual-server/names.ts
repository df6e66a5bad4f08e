import type { ClassSpec } from "../../../model/class.ts";
import type { Problem } from "../../../model/problems.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import { longestName } from "../../nginx/hash-buckets.ts";
import { keysOf } from "../../nginx/knobs.ts";
import { serviceProblem } from "../../service-problems.ts";
import { f5Knobs } from "../knobs.ts";

/**
 * Names with which F5 would break nginx's variables, for the whole class: it makes them of a VirtualServer's namespace and
 * name, with `_` in place of `-` and nothing in place of `.`.
 * @param services those that are VirtualServers
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/virtualserver.go VariableNamer
 */
export function variableNameProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const owners = new Map<string, ServiceSpec>();
  const longest = longestName(bucketOf(spec));
  return services.flatMap((service) => {
    const problem = (code: string, sentence: string) => [
      serviceProblem(spec, service, "ingress", { code, sentence }),
    ];
    const { namespace, ingress, paths } = service;
    if (ingress.includes(".")) {
      return problem(
        "no-variable-name",
        `names variables of nginx after a VirtualServer, and "${ingress}" has a ".": choose another name for it`,
      );
    }
    const stem = `vs_${namespace}_${ingress}`.replaceAll("-", "_");
    // Each path becomes two at most.
    const name = `${stem}_matches_${2 * paths.length}_match_1_cond_0`;
    if (name.length > longest) {
      return problem(
        "name-too-long",
        `names variables of nginx after namespace and name of a VirtualServer, and takes at most ${longest} characters (variables_hash_bucket_size), got ${name.length}: shorten the name`,
      );
    }
    const owner = owners.get(stem);
    if (owner === undefined) owners.set(stem, service);
    return owner === undefined
      ? []
      : problem(
          "same-variables",
          `names the variables of nginx alike for service "${owner.name}", because "-" and "_" are one to it: choose another name for this one`,
        );
  });
}

function bucketOf({ performance, configMap }: ClassSpec): number {
  const [key = ""] = keysOf(f5Knobs, "variablesHashBucketSize");
  const size = Number(configMap[key] ?? performance.variablesHashBucketSize ?? 256);
  return Number.isFinite(size) ? size : 256;
}
