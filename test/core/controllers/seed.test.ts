import test from "ava";
import type { IngressManifest, RenderedPath } from "../../../core/controllers/ingress.ts";
import type { ClassControllerName } from "../../../core/model/controllers.ts";
import { classOf, planOf, problemsOf, seedServices } from "./fixtures.ts";

interface Expected {
  readonly name: string;
  readonly part?: string;
  readonly instance: string;
  readonly annotations: Record<string, string>;
  readonly tls?: IngressManifest["spec"]["tls"];
  readonly host?: string;
  readonly paths: readonly RenderedPath[];
  readonly backend: { readonly name: string; readonly port: { name: string } | { number: number } };
}

function manifest({ annotations, tls, host, paths, backend, ...names }: Expected): IngressManifest {
  const http = { paths: paths.map((path) => ({ ...path, backend: { service: backend } })) };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: names.name,
      namespace: "default",
      labels: {
        "app.kubernetes.io/name": names.part ?? "service-ingress",
        "app.kubernetes.io/instance": names.instance,
        "app.kubernetes.io/part-of": "exposure",
        "app.kubernetes.io/managed-by": "pulumi",
      },
      annotations: { ...annotations, "pulumi.com/skipAwait": "true" },
    },
    spec: {
      ingressClassName: "public",
      ...(tls && { tls }),
      rules: [{ ...(host && { host }), ...(paths.length > 0 && { http }) }],
    },
  };
}

const port = { name: "http" };
const audioHost = "cl-k8s.yidianzixun.com";
const tls = [{ hosts: [audioHost] }];

const f5Web: readonly Expected[] = [
  {
    name: "web",
    instance: "web",
    annotations: { "nginx.org/mergeable-ingress-type": "minion" },
    host: "hello-world.example",
    paths: [{ path: "/", pathType: "Prefix" }],
    backend: { name: "web", port },
  },
  {
    name: "web2",
    instance: "web2",
    annotations: { "nginx.org/mergeable-ingress-type": "minion" },
    host: "hello-world.example",
    paths: [
      { path: "/v2", pathType: "Exact" },
      { path: "/v2/", pathType: "Prefix" },
    ],
    backend: { name: "web2", port },
  },
];

const f5Audio = (backend: string, annotations: Record<string, string>): Expected => ({
  name: "audio-callback-api",
  instance: "audio-callback-api",
  annotations: {
    "nginx.org/http-redirect-code": "308",
    "nginx.org/rewrites": `serviceName=${backend} rewrite=/`,
    "nginx.org/ssl-redirect": "true",
    ...annotations,
  },
  tls,
  host: audioHost,
  paths: [
    { path: "/audio", pathType: "Exact" },
    { path: "/audio/", pathType: "Prefix" },
  ],
  backend: { name: backend, port },
});

const f5Feedback = (backend: Expected["backend"], annotations: Record<string, string>): Expected => ({
  name: "compete-feedback-grpc",
  instance: "compete-feedback",
  annotations: {
    "nginx.org/grpc-services": backend.name,
    "nginx.org/http-redirect-code": "308",
    "nginx.org/ssl-redirect": "true",
    ...annotations,
  },
  paths: [
    { path: "/feed.FeedBack", pathType: "Exact" },
    { path: "/feed.FeedBack/", pathType: "Prefix" },
  ],
  backend,
});

const nginxWeb: readonly Expected[] = [
  {
    name: "web",
    instance: "web",
    annotations: { "nginx.ingress.kubernetes.io/ssl-redirect": "false" },
    host: "hello-world.example",
    paths: [{ path: "/", pathType: "Prefix" }],
    backend: { name: "web", port },
  },
  {
    name: "web2",
    instance: "web2",
    annotations: { "nginx.ingress.kubernetes.io/ssl-redirect": "false" },
    host: "hello-world.example",
    paths: [{ path: "/v2", pathType: "Prefix" }],
    backend: { name: "web2", port },
  },
];

const nginxAudio = (backend: string, annotations: Record<string, string>): Expected => ({
  name: "audio-callback-api",
  instance: "audio-callback-api",
  annotations: {
    "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
    "nginx.ingress.kubernetes.io/preserve-trailing-slash": "true",
    "nginx.ingress.kubernetes.io/rewrite-target": "/$2",
    "nginx.ingress.kubernetes.io/use-regex": "true",
    ...annotations,
  },
  tls,
  host: audioHost,
  paths: [{ path: "/audio(/|$)(.*)", pathType: "ImplementationSpecific" }],
  backend: { name: backend, port },
});

const nginxFeedback = (backend: Expected["backend"], annotations: Record<string, string>): Expected => ({
  name: "compete-feedback-grpc",
  instance: "compete-feedback",
  annotations: {
    "nginx.ingress.kubernetes.io/backend-protocol": "GRPC",
    "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
    "nginx.ingress.kubernetes.io/preserve-trailing-slash": "true",
    "nginx.ingress.kubernetes.io/proxy-body-size": "16m",
    ...annotations,
  },
  paths: [{ path: "/feed.FeedBack", pathType: "Prefix" }],
  backend,
});

const on = { "exposure.dev/backend": "emergency" };

const expected: Readonly<
  Record<ClassControllerName, Readonly<Record<"primary" | "emergency", readonly Expected[]>>>
> = {
  f5: {
    primary: [
      ...f5Web,
      f5Audio("audio-callback-api", {}),
      f5Feedback({ name: "compete-feedback", port: { name: "grpc" } }, {}),
    ],
    emergency: [
      ...f5Web,
      f5Audio("audio-callback-api-emergency", on),
      f5Feedback({ name: "compete-feedback-emergency", port: { number: 9090 } }, on),
    ],
  },
  "ingress-nginx": {
    primary: [
      ...nginxWeb,
      nginxAudio("audio-callback-api", {}),
      nginxFeedback({ name: "compete-feedback", port: { name: "grpc" } }, {}),
    ],
    emergency: [
      ...nginxWeb,
      nginxAudio("audio-callback-api-emergency", on),
      nginxFeedback({ name: "compete-feedback-emergency", port: { number: 9090 } }, on),
    ],
  },
};

for (const controller of ["f5", "ingress-nginx"] as const) {
  const spec = classOf(controller);

  test(`${controller}: the seed's four services break no rule`, (t) => {
    t.deepEqual(problemsOf(spec, seedServices), []);
  });

  for (const [backend, flag] of [
    ["primary", "none"],
    ["emergency", "all"],
  ] as const) {
    test(`${controller}: whole manifests of the seed's four services, served by the ${backend} backend`, (t) => {
      const { ingresses } = planOf(spec, seedServices, flag);
      t.deepEqual(
        ingresses.map((plan) => plan.manifest),
        expected[controller][backend].map(manifest),
      );
    });
  }

  test(`${controller}: switching one service changes only its own Ingress, and switching back restores every byte`, (t) => {
    const before = planOf(spec, seedServices).ingresses.map((plan) => JSON.stringify(plan.manifest));
    const during = planOf(spec, seedServices, ["compete-feedback"]).ingresses;
    const after = planOf(spec, seedServices, "none").ingresses.map((plan) => JSON.stringify(plan.manifest));
    const changed = during.filter((plan, index) => JSON.stringify(plan.manifest) !== before[index]);

    t.deepEqual(
      changed.map((plan) => plan.service.name),
      ["compete-feedback"],
    );
    t.deepEqual(after, before);
  });
}

test("f5: the host that web and web2 share has one master, which a switch does not change", (t) => {
  const master = manifest({
    name: "public-host-hello-world.example",
    part: "host-master",
    instance: "public",
    annotations: { "nginx.org/mergeable-ingress-type": "master" },
    host: "hello-world.example",
    paths: [],
    backend: { name: "", port },
  });
  for (const flag of ["none", "all"] as const) {
    const { masters, ingresses } = planOf(classOf("f5"), seedServices, flag);
    t.deepEqual(
      masters.map((plan) => [plan.name, plan.manifest]),
      [["public-host-hello-world.example", master]],
    );
    t.deepEqual(
      ingresses.map((plan) => plan.shared),
      ["public-host-hello-world.example", "public-host-hello-world.example", undefined, undefined],
    );
  }
});

test("ingress-nginx: services of one host need no master", (t) => {
  t.deepEqual(planOf(classOf("ingress-nginx"), seedServices).masters, []);
});
