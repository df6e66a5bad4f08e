import { edgeClassesConfig, edgeConfig } from "../config/edge-config.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { type IsEncrypted, type ProjectKeys, type RawConfig, sectionsOf } from "../config/raw-config.ts";
import { readSettings, type ServiceSection } from "../config/read-sections.ts";
import type { Schema } from "../config/schema.ts";
import { stackName } from "../config/stack-name.ts";
import { virtualIpConfig } from "../config/virtual-ip-config.ts";
import { extraArgProblems } from "../controllers/extra-args.ts";
import { haproxyExtraArgs } from "../controllers/haproxy/extra-args.ts";
import { haproxyFacts } from "../controllers/haproxy/facts.ts";
import { servingClass } from "../controllers/haproxy/serving-class.ts";
import type { EdgeArgs, EdgeClassArgs, EdgeConfig } from "../model/edge.ts";
import { isObject } from "../model/is-object.ts";
import { ConfigError, type Problem } from "../model/problems.ts";
import { resolveEdge } from "../model/resolve-edge.ts";
import { resolveVirtualIp } from "../model/resolve-virtual-ip.ts";
import type { VirtualIpArgs } from "../model/virtual-ip.ts";
import { edgeRolloutProblems } from "../rules/edge-rollout.ts";
import { imageProblems } from "../rules/image-version.ts";
import { ingressDefaultProblems } from "../rules/ingress-metadata.ts";
import { tlsPolicyProblems } from "../rules/tls-policy.ts";
import { virtualIpProblems, vrrpSecretProblem } from "../rules/virtual-ip.ts";
import { edgeServiceProblems, readEdgeServices } from "./edge-services.ts";
import {
  type Concerned,
  concernedNames,
  flagProblems,
  isReadable,
  ownProblems,
  type SwitchedConfig,
  withoutServices,
} from "./switched.ts";

/** The config keys of project haproxy-edge. */
export const edgeKeys = {
  namespace: "haproxy-edge",
  keys: [
    "exposure",
    "edge",
    "classes",
    "virtualIp",
    "vrrpSecret",
    "services",
    "catalog",
    "failover",
    "kubeconfig",
    "context",
  ],
  secrets: ["vrrpSecret"],
} as const satisfies ProjectKeys<string>;

/**
 * An edge stack's configuration with every default decided. `planClasses` checks what depends on the exposure stack's
 * outputs.
 * @param raw config keys with or without their namespace, `haproxy-edge`
 * @param files where the catalogue is read from
 * @param isEncrypted which keys are encrypted: `vrrpSecret` has to be, and each other is refused
 * @throws ConfigError that lists every problem; never anything else
 */
export function parseEdgeConfig(raw: RawConfig, files: ProjectFiles, isEncrypted: IsEncrypted): EdgeConfig {
  const parts = readParts(raw, files, isEncrypted);
  const { services, config } = parts;
  const all = [
    ...parts.problems,
    ...services.problems,
    ...edgeServiceProblems(services, servingClass(config.edge)),
    ...flagProblems(services, config.failover),
    ...parts.nodeProblems,
  ];
  if (all.length > 0) throw new ConfigError(all);
  return config;
}

/**
 * The same for a switch of some services. A problem that is there without them does not stop it, and its part of the
 * configuration may be missing from the result.
 * @param known the services, if they have been read already
 * @throws ConfigError that lists every problem, if one concerns the switch
 */
export function parseSwitchedEdge(
  raw: RawConfig,
  files: ProjectFiles,
  isEncrypted: IsEncrypted,
  concerned: Concerned,
  known?: ServiceSection,
): SwitchedConfig<EdgeConfig> {
  const parts = readParts(raw, files, isEncrypted, known);
  const { services, config } = parts;
  const serving = servingClass(config.edge);
  const names = concernedNames(concerned, services);
  const { problems: read } = services;
  const flag = flagProblems(services, config.failover);
  const rules = edgeServiceProblems(services, serving);
  const { own, setAside } = ownProblems(rules, () =>
    edgeServiceProblems(withoutServices(services, names), serving),
  );
  const general = [...parts.problems, ...parts.nodeProblems];
  const blocking = [
    ...(isReadable(concerned, services) ? [] : read),
    // The rest says nothing of services.
    ...parts.problems.filter(({ path }) => /^(edge|failover|catalog|kubeconfig|context)\b/.test(path)),
    ...own,
    ...flagProblems(services, config.failover, names),
  ];
  if (blocking.length > 0) throw new ConfigError([...general, ...read, ...rules, ...flag]);
  return {
    config,
    setAside: [...general, ...read, ...setAside, ...flag],
    withFlag: (changed) =>
      parseSwitchedEdge({ ...raw, [flagKey]: changed }, files, isEncrypted, concerned, services),
  };
}

interface Parts {
  readonly services: ServiceSection;
  /** Of what could be read. */
  readonly config: EdgeConfig;
  /** What is wrong with it, the services and the nodes left out. */
  readonly problems: readonly Problem[];
  /** What is wrong with the nodes' image and address, which no service depends on. */
  readonly nodeProblems: readonly Problem[];
}

const flagKey = `${edgeKeys.namespace}:failover`;

function readParts(
  raw: RawConfig,
  files: ProjectFiles,
  isEncrypted: IsEncrypted,
  known?: ServiceSection,
): Parts {
  const { values, problems } = sectionsOf(raw, edgeKeys, isEncrypted);
  const found: Problem[] = [...problems];
  const read = <T>(key: keyof typeof values, schema: Schema<T>): T | undefined => {
    const value = values[key];
    // Every key that Pulumi.yaml declares has a default: an empty one stands for none.
    if (isUnset(value)) return undefined;
    const parsed = schema.parse(value, key);
    if (parsed.ok) return parsed.value;
    found.push(...parsed.problems);
    return undefined;
  };
  const exposure = read<string>("exposure", stackName);
  // Its mandatory keys are reported as missing even if the whole key is.
  const edge = edgeConfig.parse(values.edge ?? {}, "edge");
  const classes = read<Readonly<Record<string, EdgeClassArgs>>>("classes", edgeClassesConfig);
  const address = read<VirtualIpArgs>("virtualIp", virtualIpConfig);
  const settings = readSettings(values);
  // Without a valid edge the services are checked against one of defaults, so that their problems are reported too.
  const spec = resolveEdge(edge.ok ? edge.value : noEdge, { facts: haproxyFacts });
  const services = known ?? readEdgeServices(values.services, settings.catalog, files);
  const edgeProblems = edge.ok
    ? [
        ...ingressDefaultProblems(edge.value.ingressDefaults ?? {}, "edge.ingressDefaults"),
        ...tlsPolicyProblems(spec.tls, "edge.tls"),
        ...extraArgProblems(haproxyExtraArgs, haproxyFacts.title, spec.extraArgs, "edge.extraArgs"),
      ]
    : edge.problems;
  const image = edge.ok ? imageProblems(edge.value, haproxyFacts, (field) => `edge.${field}`) : [];
  // Where it is not known, nothing speaks against the password.
  const encrypted = isEncrypted(`${edgeKeys.namespace}:vrrpSecret`) ?? true;
  return {
    services,
    config: {
      cluster: settings.cluster,
      edge: spec,
      classes: classes ?? {},
      services: services.located
        .map((service) => service.spec)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      failover: settings.failover,
      ...(address === undefined ? {} : { virtualIp: resolveVirtualIp(address, String(values.vrrpSecret)) }),
      ...(exposure === undefined ? {} : { exposure }),
    },
    problems: [...found, ...edgeProblems, ...settings.problems],
    nodeProblems: [
      ...image,
      ...(edge.ok ? edgeRolloutProblems(spec) : []),
      ...addressProblems(values, encrypted, address, edge.ok ? spec.nodes : undefined),
    ],
  };
}

/** An empty default of Pulumi.yaml, or no value at all. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === "" || (isObject(value) && Object.keys(value).length === 0);
}

const noEdge: EdgeArgs = { nodes: [], nodeSelector: {}, defaultCertificate: "unknown/unknown" };

function addressProblems(
  values: { readonly virtualIp?: unknown; readonly vrrpSecret?: unknown },
  encrypted: boolean,
  address: VirtualIpArgs | undefined,
  nodes: readonly string[] | undefined,
): readonly Problem[] {
  const { virtualIp, vrrpSecret } = values;
  if (isUnset(virtualIp)) {
    const message = "has no effect without virtualIp: leave it out, or set virtualIp";
    return isUnset(vrrpSecret) ? [] : [{ path: "vrrpSecret", code: "has-no-effect", message }];
  }
  const secret = vrrpSecretProblem(vrrpSecret, encrypted);
  return [
    ...(secret === undefined ? [] : [secret]),
    ...(address === undefined || nodes === undefined ? [] : virtualIpProblems(address, nodes)),
  ];
}
