import type { ResourceArgs } from "../model/class.ts";
import type { Problem } from "../model/problems.ts";
import { wrong } from "./formats/expected.ts";
import { labelKeyProblem } from "./formats/kubernetes-names.ts";
import { amountOf, quantityProblem } from "./formats/quantities.ts";
import { at } from "./problem-path.ts";
import { text } from "./scalars.ts";
import { object, record, type Schema } from "./schema.ts";
import { closest } from "./suggest.ts";

const quantities = record(
  text(quantityProblem, `a quoted quantity such as "100m" or "256Mi"`),
  resourceProblem,
);

const fields: Schema<ResourceArgs> = object<ResourceArgs>({ requests: quantities, limits: quantities });

/** `resources` of a container: what the API server takes, so that it is not the one to refuse a pod. */
export const resources: Schema<ResourceArgs> = {
  ...fields,
  parse(input, path) {
    const parsed = fields.parse(input, path);
    if (!parsed.ok) return parsed;
    const problems = limitProblems(parsed.value, path);
    return problems.length === 0 ? parsed : { ok: false, problems };
  },
};

/** Of which a container may get more than it asks for. */
const shareable = ["cpu", "memory", "ephemeral-storage"];

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-types */
function resourceProblem(name: string): string | undefined {
  if (shareable.includes(name) || /^hugepages-\d+[KMG]i$/.test(name)) return undefined;
  if (name.includes("/") && labelKeyProblem(name) === undefined) return undefined;
  const near = closest(name, shareable);
  const meant = near === undefined ? "" : ` (did you mean "${near}"?)`;
  return `${wrong("cpu, memory, ephemeral-storage, or a resource with its domain", name)}${meant}`;
}

function limitProblems({ requests = {}, limits = {} }: ResourceArgs, path: string): readonly Problem[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const where = at(at(path, "requests"), name);
    if (limit === undefined) {
      if (shareable.includes(name)) return [];
      const message = `needs a limit of the same amount: set limits["${name}"] to "${request}" too`;
      return [{ path: where, code: "needs-limit", message }];
    }
    const exact = !shareable.includes(name) && amountOf(request) !== amountOf(limit);
    if (!exact && amountOf(request) <= amountOf(limit)) return [];
    const message = `asks for ${request}, ${exact ? "unlike" : "above"} its limit of ${limit}: ${exact ? "make both the same" : "lower it, or raise the limit"}`;
    return [{ path: where, code: "above-limit", message }];
  });
}
