import test from "ava";
import { parse } from "yaml";
import { mappedPorts, renderKindConfig } from "../../../lab/kind/config.ts";
import { committedStack } from "../../committed-stacks.ts";

test("kind gets a worker for each class of the dev stack, whose ports are this machine's", (t) => {
  const mapping = (containerPort: number, hostPort: number) => ({
    containerPort,
    hostPort,
    listenAddress: "127.0.0.1",
    protocol: "TCP",
  });
  t.deepEqual(parse(renderKindConfig(7443)), {
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    name: "exposure-lab",
    networking: { apiServerAddress: "127.0.0.1", apiServerPort: 7443 },
    nodes: [
      { role: "control-plane" },
      {
        role: "worker",
        labels: { "exposure.dev/edge": "public" },
        extraPortMappings: [mapping(80, 8080), mapping(443, 8443)],
      },
      {
        role: "worker",
        labels: { "exposure.dev/edge": "internal" },
        extraPortMappings: [mapping(80, 8081), mapping(443, 8444)],
      },
    ],
  });
});

test("the mapped ports are those of the dev stack's classes, on the nodes that they select", (t) => {
  const classes = committedStack("dev").classes.map(({ name, expose, nodeSelector }) => [
    name,
    expose.http,
    expose.https,
    nodeSelector["exposure.dev/edge"],
  ]);
  t.deepEqual(
    classes,
    Object.keys(mappedPorts)
      .toSorted()
      .map((name) => [name, 80, 443, name]),
  );
});
