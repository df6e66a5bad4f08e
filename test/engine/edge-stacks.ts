import type { OpMap, UpResult } from "@pulumi/pulumi/automation/index.js";
import { counts, devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";

/** Encrypted config values of a stack file. */
export type Secrets = Readonly<Record<string, string>>;

/** An exposure stack and an edge in front of it, each with its dev stack's configuration and some keys changed. */
export interface EdgeStacks {
  readonly engine: EngineFixture;
  readonly exposure: StackFile;
  /** The edge's initial configuration. */
  edge: StackFile;
  upExposure(changed?: StackFile): Promise<UpResult>;
  upEdge(changed?: StackFile, secrets?: Secrets): Promise<UpResult>;
  /** The errors that refuse the edge. */
  refused(changed: StackFile, operation?: "preview" | "up", secrets?: Secrets): Promise<readonly string[]>;
  /** The live ConfigMap that routes the edge's ports to classes. */
  tcpServices(): Promise<Readonly<Record<string, string>>>;
}

export async function startEdgeStacks(name: string): Promise<EdgeStacks> {
  const engine = await startEngine(name);
  const exposure = await devConfig();
  const stacks: EdgeStacks = {
    engine,
    exposure,
    edge: await devConfig("haproxy-edge"),
    upExposure: async (changed) => (await engine.open("exposure", { ...exposure, ...changed })).up(),
    upEdge: async (changed, secrets = {}) => {
      const stack = await engine.open("haproxy-edge", { ...stacks.edge, ...changed });
      for (const [key, value] of Object.entries(secrets)) {
        await stack.setConfig(key, { value, secret: true });
      }
      return stack.up();
    },
    refused: (changed, operation = "preview", secrets = {}) =>
      engine.attempt(operation, { ...stacks.edge, ...changed }, "haproxy-edge", secrets),
    tcpServices: () => dataOf(engine, "configmap", "haproxy-tcp-services", "haproxy-edge"),
  };
  return stacks;
}

/** `data` of a live ConfigMap or Secret. */
export async function dataOf(
  engine: EngineFixture,
  kind: "configmap" | "secret",
  name: string,
  namespace: string,
): Promise<Readonly<Record<string, string>>> {
  const live = await engine.live(kind, name, namespace);
  return (live as unknown as { data: Readonly<Record<string, string>> }).data;
}

/** The changes of the edge's own resources. The unchanged ones are counted without the StackReference. */
export function changes(all: OpMap | undefined): Readonly<Record<string, number>> {
  const { read: _, discard: __, same, ...others } = counts(all);
  return same === undefined ? others : { ...others, same: same - 1 };
}

/** The dev stack's classes, and a third one, which expects PROXY protocol by default. */
export function partners(
  { exposure }: Pick<EdgeStacks, "exposure">,
  args: object = { proxyProtocol: { trustedAddresses: ["192.0.2.0/24"] } },
): StackFile {
  const classes = exposure["exposure:classes"] as object;
  const third = { controller: "ingress-nginx", expose: { as: "clusterIP" }, ...args };
  return { "exposure:classes": { ...classes, partners: third } };
}

/** The edge in front of all three. */
export function withPartners({ edge }: Pick<EdgeStacks, "edge">): StackFile {
  const classes = edge["haproxy-edge:classes"] as object;
  return { "haproxy-edge:classes": { ...classes, partners: { http: 8082, https: 8445 } } };
}

/** An address the edge's nodes share. */
export const virtualIp = { address: "192.0.2.100/24", interface: "eth0", routerId: 51 };
