import {
  type ClassArgs,
  type CustomResourceArgs,
  type DrainArgs,
  type ExposeArgs,
  exposureModes,
  type ForwardedHeadersArgs,
  ipFamilyNames,
  type ProxyProtocolArgs,
  type RolloutArgs,
  type TemplateArgs,
  type TolerationArgs,
  trafficPolicies,
} from "../model/class.ts";
import { classControllerNames } from "../model/controllers.ts";
import { pullPolicies } from "../model/image.ts";
import type { IngressMetadataArgs } from "../model/service.ts";
import { elsewhereOfClass } from "./elsewhere.ts";
import { cidrProblem, trustedCidrProblem } from "./formats/addresses.ts";
import { wrong } from "./formats/expected.ts";
import { digestProblem, imageProblem } from "./formats/images.ts";
import {
  labelKeyProblem,
  labelProblem,
  labelValueProblem,
  namespacedNameProblem,
  subdomainProblem,
} from "./formats/kubernetes-names.ts";
import { logConfig } from "./log-config.ts";
import { performanceConfig } from "./performance-config.ts";
import { resources } from "./resource-config.ts";
import { anyText, boolean, integer, oneOf, text } from "./scalars.ts";
import { either, type Fields, list, mandatory, object, record, type Schema } from "./schema.ts";
import { tlsPolicyConfig } from "./tls-policy-config.ts";
import { duration, type Share, share } from "./units.ts";

export const image = text(imageProblem, "an image with a tag");
export const digest = text(digestProblem, "an image's digest");
export const pullPolicy = oneOf(pullPolicies);
export const port = integer({ min: 1, max: 65_535 });

const labelValue = anyText(labelValueProblem);
/** The keys of annotations have the form of labels' keys. */
export const ingressMetadata: Fields<IngressMetadataArgs> = {
  annotations: record(anyText(annotationValueProblem), labelKeyProblem),
  labels: record(labelValue, labelKeyProblem),
};

const expose: Schema<ExposeArgs> = object<ExposeArgs>({
  as: oneOf(exposureModes),
  http: port,
  https: port,
  serviceAnnotations: record(anyText(), labelKeyProblem),
  sourceRanges: list(text(cidrProblem, "a CIDR"), 1),
  externalTrafficPolicy: oneOf(trafficPolicies),
  loadBalancerClass: text(labelKeyProblem, "the name of a load balancer class"),
  ipFamilies: list(oneOf(ipFamilyNames), 1),
});

export const toleration: Schema<TolerationArgs> = object<TolerationArgs>({
  key: text(labelKeyProblem, "a taint's key"),
  operator: oneOf(["Exists", "Equal"]),
  value: labelValue,
  effect: oneOf(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
  tolerationSeconds: integer({ min: 0, max: 31_536_000 }),
});

const trustedAddresses = mandatory(list(text(trustedCidrProblem, "a CIDR"), 1));

/** One class of `exposure:classes`. */
export const classConfig: Schema<ClassArgs> = object<ClassArgs>(
  {
    controller: oneOf(classControllerNames),
    image,
    digest,
    untestedVersion: boolean(),
    pullPolicy,
    pullSecrets: list(text(subdomainProblem, "the name of a Secret")),
    default: boolean(),
    namespace: text(labelProblem, "the name of a namespace"),
    expose,
    nodeSelector: record(labelValue, labelKeyProblem),
    tolerations: list(toleration),
    priorityClass: text(subdomainProblem, "the name of a PriorityClass"),
    resources,
    replicas: integer({ min: 1, max: 1000 }),
    disruption: object<{ readonly maxUnavailable: Share }>({ maxUnavailable: mandatory(share()) }),
    rollout: object<RolloutArgs>({ maxUnavailable: share(), minReady: duration({ min: "0s", max: "1h" }) }),
    drain: object<DrainArgs>({
      delay: duration({ min: "0s", max: "1h" }),
      timeout: duration({ min: "1s", max: "24h" }),
    }),
    performance: performanceConfig,
    sysctls: record(anyText(), sysctlProblem),
    templates: object<TemplateArgs>({ main: text(), ingress: text() }),
    configMap: record(anyText()),
    logs: logConfig,
    defaultCertificate: text(namespacedNameProblem, `a Secret as "namespace/name"`),
    tls: tlsPolicyConfig,
    ipv6: boolean(),
    portOffset: integer({ min: 0, max: 50_000 }),
    metrics: boolean(),
    snippets: boolean(),
    configSafety: boolean(),
    customResources: either(boolean(), object<CustomResourceArgs>({ definitions: mandatory(text()) })),
    latencyMetrics: boolean(),
    extraArgs: record(anyText()),
    ingressDefaults: object<IngressMetadataArgs>(ingressMetadata),
    proxyProtocol: object<ProxyProtocolArgs>({ trustedAddresses }),
    forwardedHeaders: object<ForwardedHeadersArgs>({ trustedAddresses }),
  },
  elsewhereOfClass,
);

/** An annotation may have several lines, as some programs' do. */
function annotationValueProblem(value: string): string | undefined {
  const bad = [...value].find(
    (character) => (character < " " && !"\t\n".includes(character)) || character === "\u007f",
  );
  return bad === undefined
    ? undefined
    : `${wrong("the value of an annotation", value)}: ${JSON.stringify(bad)} is not allowed`;
}

/** A class may set sysctls below `net.` only: the others concern the whole node. */
function sysctlProblem(name: string): string | undefined {
  return /^net(\.[a-z0-9_-]+)+$/.test(name) ? undefined : wrong(`a sysctl below "net."`, name);
}
