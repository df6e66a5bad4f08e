import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { commonLabels } from "../../core/model/names.ts";
import type { DemoBackend } from "./backends.ts";

/** The port the echo server listens on, whatever its Services call it. */
const listen = 8080;

export interface EchoBackendArgs {
  readonly backend: DemoBackend;
  readonly image: string;
  readonly replicas: number;
}

/** An echo server that answers with its own name, the Service in front of it, and its disruption budget. */
export class EchoBackend extends pulumi.ComponentResource {
  constructor(
    name: string,
    { backend, image, replicas }: EchoBackendArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("demo:index:EchoBackend", name, {}, opts);
    const metadata = { name: backend.service, namespace: backend.namespace, labels: labelsOf(backend) };

    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      { metadata, spec: deploymentSpec(backend, image, replicas) },
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
): k8s.types.input.apps.v1.DeploymentSpec {
  return {
    replicas,
    selector: { matchLabels: selectorOf(backend) },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: { labels: labelsOf(backend) },
      spec: {
        automountServiceAccountToken: false,
        // The server fails its readiness for 5 s and then finishes open requests for up to 20 s.
        terminationGracePeriodSeconds: 30,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "echo",
            image,
            env: [
              { name: "SERVICE", value: backend.service },
              { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
            ],
            ports: [{ name: "echo", containerPort: listen }],
            // On a node short of CPU a pod that answers late is better than none: it says itself when it goes.
            readinessProbe: {
              httpGet: { path: "/healthz", port: "echo" },
              periodSeconds: 1,
              timeoutSeconds: 5,
            },
            resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "128Mi" } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
      },
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
