import test from "ava";
import type { DemoBackend } from "../../../stacks/demo/backends.ts";
import { deploymentSpec, EchoBackend, serviceSpec } from "../../../stacks/demo/echo-backend.ts";
import { registeredBy } from "../../pulumi-mocks.ts";

const backend: DemoBackend = { namespace: "shop", service: "api", ports: [9000, "http"] };

test("a backend is exactly one Deployment, Service and PodDisruptionBudget with its name and namespace", async (t) => {
  const registered = await registeredBy(
    () => new EchoBackend("shop-api", { backend, image: "echo:1", replicas: 3 }),
  );
  const metadata = {
    name: "api",
    namespace: "shop",
    labels: {
      "app.kubernetes.io/name": "echo",
      "app.kubernetes.io/instance": "api",
      "app.kubernetes.io/part-of": "exposure-demo",
      "app.kubernetes.io/managed-by": "pulumi",
    },
  };
  t.deepEqual(registered, [
    {
      urn: "urn:pulumi:dev::exposure::demo:index:EchoBackend$kubernetes:apps/v1:Deployment::shop-api-deployment",
      inputs: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: deploymentSpec(backend, "echo:1", 3),
      },
    },
    {
      urn: "urn:pulumi:dev::exposure::demo:index:EchoBackend$kubernetes:core/v1:Service::shop-api-service",
      inputs: { apiVersion: "v1", kind: "Service", metadata, spec: serviceSpec(backend) },
    },
    {
      urn: "urn:pulumi:dev::exposure::demo:index:EchoBackend$kubernetes:policy/v1:PodDisruptionBudget::shop-api-disruption-budget",
      inputs: {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata,
        spec: {
          maxUnavailable: 1,
          selector: {
            matchLabels: { "app.kubernetes.io/name": "echo", "app.kubernetes.io/instance": "api" },
          },
        },
      },
    },
    { urn: "urn:pulumi:dev::exposure::demo:index:EchoBackend::shop-api", inputs: {} },
  ]);
});

test("a Service has each port of the Ingresses, by number and by name", (t) => {
  t.deepEqual(serviceSpec(backend), {
    selector: { "app.kubernetes.io/name": "echo", "app.kubernetes.io/instance": "api" },
    ports: [
      { name: "port-9000", port: 9000, targetPort: "echo" },
      { name: "http", port: 8081, targetPort: "echo" },
    ],
  });
});
