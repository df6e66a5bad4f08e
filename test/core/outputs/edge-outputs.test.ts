import test from "ava";
import { edgeOutputs } from "../../../core/outputs/edge-outputs.ts";
import { parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { encrypted } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

const edge = { nodes: ["192.0.2.11"], nodeSelector: { "example.com/edge": "haproxy" } };
const web = {
  hosts: ["web.example"],
  backend: { service: "web", port: 80 },
  emergency: { service: "standby" },
};

test("the outputs say where a service is reached and which backend serves", (t) => {
  const config = parseEdgeConfig({ edge, services: { web }, failover: ["web"] }, memoryFiles(), encrypted);
  const { services, failover } = edgeOutputs("organization/exposure/prod", config, [], "secret");
  t.deepEqual(failover, ["web"]);
  t.deepEqual(services.web?.urls, ["http://web.example:8080/"]);
  t.deepEqual(services.web?.active, { service: "standby", port: 80 });
});
