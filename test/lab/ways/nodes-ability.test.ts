import test from "ava";
import { judgeNodes, registryOf } from "../../../lab/ways/nodes-ability.ts";

const image = "docker.io/nginx/nginx-ingress:5.5.4";
const facts = { machine: { ok: true }, missing: [], closed: undefined, folder: "/images" } as const;

for (const [what, changes, ability] of [
  ["the images are in the folder", {}, { ok: true, by: "containerd and kubelet in namespaces" }],
  [
    "the images can be fetched",
    { missing: [image] },
    { ok: true, by: `containerd and kubelet in namespaces; ${image} is fetched first` },
  ],
  [
    "they cannot",
    { missing: [image], closed: "docker.io is not reachable" },
    {
      ok: false,
      reason: `real nodes need the image ${image}, which is not in /images and cannot be pulled (docker.io is not reachable)`,
    },
  ],
  [
    "there is no root",
    { machine: { ok: false, reason: "real nodes need root, and this is uid 7" } },
    { ok: false, reason: "real nodes need root, and this is uid 7" },
  ],
] as const) {
  test(`real nodes where ${what}`, (t) => {
    t.deepEqual(judgeNodes({ ...facts, ...changes }), ability);
  });
}

for (const [reference, host] of [
  [image, "docker.io"],
  ["nginx/nginx-ingress:5.5.4", "docker.io"],
  ["nginx", "docker.io"],
  ["registry.k8s.io/ingress-nginx/controller:v1.15.1", "registry.k8s.io"],
  ["localhost:5000/edge/echo:1", "localhost:5000"],
] as const) {
  test(`the registry of ${reference} is ${host}`, (t) => {
    t.is(registryOf(reference), host);
  });
}
