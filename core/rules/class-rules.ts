import { labelProblem } from "../config/formats/kubernetes-names.ts";
import type { LocatedClass } from "../config/located.ts";
import type { Share } from "../config/units.ts";
import type { ClassSpec, ExposureMode, TolerationArgs } from "../model/class.ts";
import { listed } from "../model/listed.ts";
import type { Problem } from "../model/problems.ts";
import { ingressDefaultProblems } from "./ingress-metadata.ts";
import { logProblems } from "./log-rules.ts";
import { ownPortProblems } from "./node-ports.ts";
import { tlsPolicyProblems } from "./tls-policy.ts";
import { type Rounded, unavailableOf } from "./unavailable.ts";

/** Where the controller is a Deployment behind a Service. */
const serviceModes: readonly ExposureMode[] = ["nodePort", "loadBalancer", "clusterIP"];
/** Where nodes pass on what reaches them. */
const nodeModes: readonly ExposureMode[] = ["nodePort", "loadBalancer"];
const systemNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];
/** What `ingress-` leaves of a namespace's 63 characters. */
const longestName = 55;

/** What is wrong with one class by itself. */
export function classProblems(located: LocatedClass): readonly Problem[] {
  return [
    ...nameProblems(located),
    ...ownPortProblems(located),
    ...modeProblems(located),
    ...familyProblems(located),
    ...frontProblems(located),
    ...tlsPolicyProblems(located.spec.tls, located.at("tls")),
    ...shareProblems(located),
    ...tolerationProblems(located),
    ...logProblems(located),
    ...ingressDefaultProblems(located.args.ingressDefaults ?? {}, located.at("ingressDefaults")),
  ];
}

function familyProblems({ spec, at }: LocatedClass): readonly Problem[] {
  return spec.expose.ipFamilies.flatMap((family, index, all) => {
    const path = at(`expose.ipFamilies[${index}]`);
    if (all.indexOf(family) < index) {
      const message = `"${family}" is listed twice: remove one of the two`;
      return [{ path, code: "listed-twice", message }];
    }
    if (spec.ipv6 || family === "IPv4") return [];
    const message = "leads to pods that do not listen on IPv6 (ipv6: false): remove one of the two";
    return [{ path, code: "no-listener", message }];
  });
}

function frontProblems({ spec, at }: LocatedClass): readonly Problem[] {
  if (spec.proxyProtocol === undefined || spec.forwardedHeaders === undefined) return [];
  const message = "cannot hold beside proxyProtocol, which tells the address too: leave one of the two out";
  return [{ path: at("forwardedHeaders"), code: "two-addresses", message }];
}

function nameProblems({ spec, at }: LocatedClass): readonly Problem[] {
  const name = labelProblem(spec.name, longestName);
  const taken = systemNamespaces.includes(spec.namespace);
  return [
    ...(name === undefined ? [] : [{ path: at(), code: "wrong-name", message: name }]),
    ...(taken
      ? [
          {
            path: at("namespace"),
            code: "system-namespace",
            message: `"${spec.namespace}" belongs to the cluster: give the class a namespace of its own`,
          },
        ]
      : []),
  ];
}

/** No setting is ignored silently: one without effect in the mode is refused. */
function modeProblems({ args, spec, at }: LocatedClass): readonly Problem[] {
  const { as } = spec.expose;
  const only = (field: string, value: unknown, modes: readonly ExposureMode[]): readonly Problem[] =>
    value === undefined || modes.includes(as)
      ? []
      : [
          {
            path: at(field),
            code: "has-no-effect",
            message: `has no effect with expose.as ${as}, only with ${listed(modes)}: leave it out`,
          },
        ];
  return [
    ...only("expose.serviceAnnotations", args.expose?.serviceAnnotations, serviceModes),
    ...only("expose.sourceRanges", args.expose?.sourceRanges, ["loadBalancer"]),
    ...only("expose.externalTrafficPolicy", args.expose?.externalTrafficPolicy, nodeModes),
    ...only("expose.loadBalancerClass", args.expose?.loadBalancerClass, ["loadBalancer"]),
    ...only("expose.ipFamilies", args.expose?.ipFamilies, serviceModes),
    ...only("replicas", args.replicas, serviceModes),
    // The disruption controller cannot tell how many pods a DaemonSet should have, so no budget holds for them.
    ...only("disruption", args.disruption, serviceModes),
  ];
}

/** Shares that amount to all pods. The number of a DaemonSet's pods is unknown here. */
function shareProblems({ args, spec, at }: LocatedClass): readonly Problem[] {
  if (!serviceModes.includes(spec.expose.as)) return [];
  const all = (field: string, most: Share | undefined, rounded: Rounded): readonly Problem[] => {
    if (most === undefined || unavailableOf(most, spec.replicas, rounded) < spec.replicas) return [];
    const how = typeof most === "number" ? "" : `, rounded ${rounded},`;
    const message = `allowing ${most} of ${counted(spec)}${how} to be unavailable leaves none to serve requests: lower it, or raise replicas`;
    return [{ path: at(field), code: "no-pod-left", message }];
  };
  return [
    ...all("rollout.maxUnavailable", args.rollout?.maxUnavailable, "down"),
    ...all("disruption.maxUnavailable", args.disruption?.maxUnavailable, "up"),
  ];
}

function counted({ replicas }: ClassSpec): string {
  return replicas === 1 ? "1 replica" : `${replicas} replicas`;
}

function tolerationProblems({ spec, at }: LocatedClass): readonly Problem[] {
  return spec.tolerations.flatMap((toleration, index) => {
    const problem = tolerationProblem(toleration);
    return problem === undefined ? [] : [{ path: at(`tolerations[${index}]`), ...problem }];
  });
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerationProblem(toleration: TolerationArgs): Omit<Problem, "path"> | undefined {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  if (operator === "Exists" && value !== undefined) {
    return {
      code: "exists-takes-no-value",
      message: "operator Exists takes no value: leave value out, or use operator Equal",
    };
  }
  if (key === undefined && operator !== "Exists") {
    return { code: "needs-operator-exists", message: "a toleration without a key needs operator Exists" };
  }
  if (tolerationSeconds !== undefined && effect !== "NoExecute") {
    return { code: "needs-effect-no-execute", message: "tolerationSeconds needs effect NoExecute" };
  }
  return undefined;
}
