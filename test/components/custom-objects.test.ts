import test from "ava";
import { provision } from "../../components/provision.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { memoryFiles } from "../core/memory-files.ts";
import { registeredBy } from "../pulumi-mocks.ts";

test("a VirtualServer and its Policies are children of the service, by the types that a switch targets", async (t) => {
  const config = parseStackConfig(
    {
      classes: { public: { default: true, customResources: true } },
      services: {
        shop: {
          kind: "VirtualServer",
          hosts: ["shop.example"],
          backend: { service: "shop", port: 80 },
          allow: ["192.0.2.0/24"],
        },
        web: { hosts: ["web.example"], backend: { service: "web", port: "http" }, deny: ["192.0.2.0/24"] },
      },
    },
    memoryFiles({}),
  );
  const registered = await registeredBy(() => provision(config));
  const ofServices = registered.filter(({ urn }) => urn.includes("ServiceIngress$"));
  const prefix = "urn:pulumi:dev::exposure::exposure:index:ServiceIngress$kubernetes:";
  t.deepEqual(
    ofServices.map(({ urn, inputs }) => [urn.replace(prefix, ""), inputs.kind]),
    [
      ["k8s.nginx.org/v1:Policy::shop-allow-policy", "Policy"],
      ["k8s.nginx.org/v1:Policy::web-deny-policy", "Policy"],
      ["k8s.nginx.org/v1:VirtualServer::shop-virtual-server", "VirtualServer"],
      ["networking.k8s.io/v1:Ingress::web-ingress", "Ingress"],
    ],
  );
});
