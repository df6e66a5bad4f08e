import type { ClassArgs, ClassSpec, ExposeArgs, Exposure, ExposureMode, TrafficPolicy } from "./class.ts";
import type { ClassControllerName } from "./controllers.ts";
import { defined } from "./defined.ts";
import { pinnedImage } from "./image.ts";
import type { LogArgs, LogSpec } from "./logs.ts";
import { names } from "./names.ts";
import { knobsOf, type ProfileKnobs } from "./performance.ts";

/** What a class takes from its controller where its args say nothing. */
export interface ControllerDefaults {
  /** `image`: repository and tag. */
  readonly facts: { readonly image: string };
  /** The knobs that each profile sets. */
  readonly profiles: ProfileKnobs;
}

/** A class's args with every default decided. The parser has checked their form. */
export function resolveClass(
  name: string,
  args: ClassArgs,
  controllers: Readonly<Record<ClassControllerName, ControllerDefaults>>,
): ClassSpec {
  const controller = args.controller ?? "f5";
  const { facts, profiles } = controllers[controller];
  return defined<ClassSpec>({
    name,
    controller,
    image: pinnedImage(args.image ?? facts.image, args.digest),
    pullPolicy: args.pullPolicy ?? "IfNotPresent",
    pullSecrets: args.pullSecrets ?? [],
    default: args.default ?? false,
    namespace: args.namespace ?? names.namespace(name),
    expose: resolveExposure(args.expose ?? {}),
    nodeSelector: { "kubernetes.io/os": "linux", ...args.nodeSelector },
    tolerations: args.tolerations ?? [],
    priorityClass: args.priorityClass ?? "system-cluster-critical",
    resources: args.resources ?? { requests: { cpu: "100m", memory: "256Mi" } },
    replicas: args.replicas ?? 2,
    disruption: args.disruption ?? { maxUnavailable: 1 },
    rollout: { maxUnavailable: 1, minReady: "5s", ...args.rollout },
    drain: { delay: "10s", timeout: "60s", ...args.drain },
    performance: knobsOf(profiles, args.performance ?? {}),
    sysctls: args.sysctls ?? {},
    templates: args.templates ?? {},
    configMap: args.configMap ?? {},
    logs: resolveLogs(name, args.logs ?? {}),
    tls: args.tls ?? {},
    ipv6: args.ipv6 ?? true,
    portOffset: args.portOffset ?? 0,
    metrics: args.metrics ?? true,
    snippets: args.snippets ?? false,
    configSafety: args.configSafety ?? false,
    customResources: args.customResources === true ? {} : args.customResources || undefined,
    latencyMetrics: args.latencyMetrics ?? false,
    extraArgs: args.extraArgs ?? {},
    ingressDefaults: { annotations: {}, labels: {}, ...args.ingressDefaults },
    defaultCertificate: args.defaultCertificate,
    proxyProtocol: args.proxyProtocol,
    forwardedHeaders: args.forwardedHeaders,
  });
}

const defaultPorts: Readonly<Record<ExposureMode, { readonly http: number; readonly https: number }>> = {
  hostNetwork: { http: 80, https: 443 },
  hostPort: { http: 80, https: 443 },
  nodePort: { http: 30080, https: 30443 },
  loadBalancer: { http: 80, https: 443 },
  clusterIP: { http: 80, https: 443 },
};

/** With `Local`, nodes without a pod drop what reaches them: a load balancer finds out by its health checks. */
const defaultTrafficPolicy: Readonly<Record<ExposureMode, TrafficPolicy | undefined>> = {
  hostNetwork: undefined,
  hostPort: undefined,
  nodePort: "Cluster",
  loadBalancer: "Local",
  clusterIP: undefined,
};

function resolveExposure(args: ExposeArgs): Exposure {
  const as = args.as ?? "hostNetwork";
  return defined<Exposure>({
    as,
    http: args.http ?? defaultPorts[as].http,
    https: args.https ?? defaultPorts[as].https,
    serviceAnnotations: args.serviceAnnotations ?? {},
    sourceRanges: args.sourceRanges ?? [],
    externalTrafficPolicy: args.externalTrafficPolicy ?? defaultTrafficPolicy[as],
    loadBalancerClass: args.loadBalancerClass,
    ipFamilies: args.ipFamilies ?? [],
  });
}

function resolveLogs(className: string, args: LogArgs): LogSpec {
  return {
    to: args.to ?? "stdout",
    directory: args.directory ?? names.logDirectory(className),
    outsideVarLog: args.outsideVarLog ?? false,
    format: args.format ?? "json",
    fields: args.fields ?? {},
    buffer: args.buffer ?? "64k",
    flush: args.flush ?? "1s",
    errorLevel: args.errorLevel ?? "warn",
    rotate: {
      every: "1m",
      size: "256m",
      age: "1d",
      keep: 14,
      maxAge: "14d",
      compress: true,
      budget: "10g",
      copyTruncate: false,
      ...args.rotate,
    },
  };
}
