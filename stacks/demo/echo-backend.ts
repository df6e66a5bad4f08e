import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { commonLabels } from "../../core/model/names.ts";
import { type BackendServer, backendPod } from "./backend-pod.ts";
import type { DemoBackend } from "./backends.ts";

export interface EchoBackendArgs {
  readonly backend: DemoBackend;
  /** @default "echo" */
  readonly server?: BackendServer;
  readonly image: string;
  readonly replicas: number;
}

/** A server that answers with its own name, the Service in front of it, and its disruption budget. */
export class EchoBackend extends pulumi.ComponentResource {
  constructor(
    name: string,
    { backend, server = "echo", image, replicas }: EchoBackendArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("demo:index:EchoBackend", name, {}, opts);
    const metadata = { name: backend.service, namespace: backend.namespace, labels: labelsOf(backend) };

    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: deploymentSpec(backend, image, replicas, server) },
      { parent: this },
    );
    new k8s.core.v1.Service(`${name}-service`, { metadata, spec: serviceSpec(backend) }, { parent: this });
    // A drain moves one pod at a time: both may run on one node.
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(backend) } } },
      { parent: this },
    );
    this.registerOutputs();
  }
}

export function deploymentSpec(
  backend: DemoBackend,
  image: string,
  replicas: number,
  server: BackendServer = "echo",
): k8s.types.input.apps.v1.DeploymentSpec {
  return {
    replicas,
    selector: { matchLabels: selectorOf(backend) },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: { labels: labelsOf(backend) },
      spec: backendPod(backend.service, server, image),
    },
  };
}

export function serviceSpec(backend: DemoBackend): k8s.types.input.core.v1.ServiceSpec {
  return {
    selector: selectorOf(backend),
    ports: backend.ports.map((port, index) =>
      typeof port === "number"
        ? { name: `port-${port}`, port, targetPort: "echo" }
        : // A Service needs a number for each port even if only its name is used.
          { name: port, port: firstNumber + index, targetPort: "echo" },
    ),
  };
}

const firstNumber = 8080;

function selectorOf({ service }: DemoBackend): Record<string, string> {
  return { "app.kubernetes.io/name": "echo", "app.kubernetes.io/instance": service };
}

function labelsOf({ service }: DemoBackend): Record<string, string> {
  return { ...commonLabels("echo", service), "app.kubernetes.io/part-of": "exposure-demo" };
}
