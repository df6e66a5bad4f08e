import { skipAwait } from "../../kubernetes/metadata.ts";
import type { ClassSpec } from "../../model/class.ts";
import { commonLabels, names } from "../../model/names.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { PlannedObject } from "../service-plan.ts";
import type { Rule } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { f5Definitions } from "./custom-resources.ts";

/** The `spec` of Policies by what they are for; undefined for one that a service does not need. */
export type PolicySpecs = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Policies of a service. F5 answers 500 where one that an object names is missing, so they go before that object. */
export function policyObjects(
  spec: ClassSpec,
  service: ServiceSpec,
  policies: PolicySpecs,
): readonly PlannedObject[] {
  return Object.entries(policies).flatMap(([purpose, fields]) =>
    fields === undefined
      ? []
      : [
          {
            role: "policy",
            suffix: `${purpose}-policy`,
            manifest: {
              apiVersion: `${f5Definitions.group}/${f5Definitions.version}`,
              kind: "Policy",
              metadata: {
                name: names.policy(service.ingress, purpose),
                namespace: service.namespace,
                labels: commonLabels("service-policy", service.name),
                annotations: skipAwait,
              },
              spec: { ingressClassName: names.ingressClass(spec.name), ...fields },
            },
          } as const,
        ],
  );
}

/** The names of those Policies. */
export function policyNames({ ingress }: ServiceSpec, policies: PolicySpecs): readonly string[] {
  return Object.entries(policies).flatMap(([purpose, fields]) =>
    fields === undefined ? [] : [names.policy(ingress, purpose)],
  );
}

/** Which client addresses are let in. */
export function accessPolicies({ allow, deny }: ServiceSpec): PolicySpecs {
  return {
    allow: allow.length === 0 ? undefined : { accessControl: { allow: [...allow] } },
    deny: deny.length === 0 ? undefined : { accessControl: { deny: [...deny] } },
  };
}

/** Whether a class has Policies at all. */
export function hasCustomResources(spec: ServingClass): boolean {
  return "customResources" in spec && spec.customResources !== undefined;
}

/** F5 goes by the allow of two Policies, and forgets their deny. */
export function hasBothLists({ allow, deny }: ServiceSpec): boolean {
  return allow.length > 0 && deny.length > 0;
}

/** Addresses of an Ingress go by lines of nginx where the class has snippets, else by Policies. */
export function accessRule(part: "allow" | "deny"): Rule {
  return {
    code: "needs-policies",
    check: (service, spec, setting) => {
      if (service[part].length === 0 || spec.snippets) return undefined;
      const snippets = `set ${setting(spec, "snippets")} to true`;
      if (!hasCustomResources(spec)) {
        return `restricts client addresses of an Ingress by a Policy, or by snippets: set ${setting(spec, "customResources")} to true, use an ingress-nginx class, or ${snippets}`;
      }
      return hasBothLists(service)
        ? `takes allow or deny by Policies, and with both would let in what deny names: leave one out, or ${snippets}`
        : undefined;
    },
  };
}
