import type { Kubectl } from "../../lab/cluster/kubectl.ts";
import type { LiveObject } from "./fixture.ts";

/** A Service without pods, and an EndpointSlice with this many ready endpoints. */
export interface FakeBackend {
  readonly service: string;
  readonly port: string;
  readonly ready: number;
}

/** The backends of the dev stack's services that can be switched. */
export const devBackends: readonly FakeBackend[] = [
  { service: "audio-callback-api", port: "http", ready: 2 },
  { service: "audio-callback-api-emergency", port: "http", ready: 1 },
  { service: "compete-feedback", port: "grpc", ready: 2 },
  { service: "compete-feedback-emergency", port: "grpc", ready: 1 },
];

/** Creates or changes backends in namespace `default`. */
export async function putBackends(kubectl: Kubectl, backends: readonly FakeBackend[]): Promise<void> {
  await kubectl.apply(backends.flatMap((backend) => [service(backend), endpointSlice(backend)]));
}

/** A pod on no node that stands behind a Service's only port: the API server's proxy asks pods alone. */
export async function putPod(kubectl: Kubectl, service: string, ip: string, port: number): Promise<void> {
  const metadata = { name: service, namespace: "default" };
  const containers = [{ name: "backend", image: "none" }];
  await kubectl.apply([
    { apiVersion: "v1", kind: "Pod", metadata, spec: { containers, schedulerName: "nobody" } },
  ]);
  const status = { phase: "Running", podIP: ip, podIPs: [{ ip }] };
  const patch = JSON.stringify({ status });
  await kubectl.run([
    "patch",
    "pod",
    service,
    "-n",
    "default",
    "--subresource=status",
    "--type=merge",
    "-p",
    patch,
  ]);
  const targetRef = { kind: "Pod", ...metadata };
  const subsets = [{ addresses: [{ ip, targetRef }], ports: [{ name: "http", port }] }];
  const labels = { "endpointslice.kubernetes.io/skip-mirror": "true" };
  await kubectl.apply([{ apiVersion: "v1", kind: "Endpoints", metadata: { ...metadata, labels }, subsets }]);
}

/** The Service that a live Ingress leads to. */
export function servedBy({ spec }: Pick<LiveObject, "spec">): string {
  const { rules } = spec as {
    readonly rules: readonly { readonly http: { readonly paths: readonly Path[] } }[];
  };
  return rules[0]?.http.paths[0]?.backend.service.name ?? "";
}

interface Path {
  readonly backend: { readonly service: { readonly name: string } };
}

function service({ service: name, port }: FakeBackend): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec: { ports: [{ name: port, port: 8080 }] },
  };
}

function endpointSlice({ service: name, port, ready }: FakeBackend): object {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace: "default", labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: Array.from({ length: ready }, (_, index) => ({
      addresses: [`10.9.8.${index + 1}`],
      conditions: { ready: true },
    })),
    ports: [{ name: port, port: 8080, protocol: "TCP" }],
  };
}
