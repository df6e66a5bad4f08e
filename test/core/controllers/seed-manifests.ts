import type { IngressManifest, RenderedPath } from "../../../core/controllers/ingress.ts";
import type { ControllerName } from "../../../core/model/controllers.ts";

export interface Expected {
  readonly name: string;
  readonly part?: string;
  readonly instance: string;
  readonly annotations: Record<string, string>;
  readonly tls?: IngressManifest["spec"]["tls"];
  readonly host?: string;
  readonly paths: readonly RenderedPath[];
  readonly backend: ExpectedBackend;
  /** A further rule that leads to both backends. @default none */
  readonly standing?: {
    readonly host: string;
    readonly primary: ExpectedBackend;
    readonly emergency: ExpectedBackend;
  };
}

interface ExpectedBackend {
  readonly name: string;
  readonly port: { name: string } | { number: number };
}

/** A manifest of class `ingressClassName`. */
export function manifestOf(
  ingressClassName: string,
  { annotations, tls, host, paths, backend, standing, ...names }: Expected,
): IngressManifest {
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
      ingressClassName,
      ...(tls && { tls }),
      rules: [
        { ...(host && { host }), ...(paths.length > 0 && { http }) },
        ...(standing === undefined ? [] : [standingRule(standing)]),
      ],
    },
  };
}

function standingRule({ host, primary, emergency }: NonNullable<Expected["standing"]>) {
  const path = (name: string, service: ExpectedBackend) => {
    return { path: `/${name}`, pathType: "Exact" as const, backend: { service } };
  };
  return { host, http: { paths: [path("primary", primary), path("emergency", emergency)] } };
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

const haproxyWeb: readonly Expected[] = nginxWeb.map((web) => ({
  ...web,
  annotations: { "haproxy.org/ssl-redirect": "false" },
}));

const haproxyAudio = (backend: string, annotations: Record<string, string>): Expected => ({
  name: "audio-callback-api",
  instance: "audio-callback-api",
  annotations: {
    "haproxy.org/path-rewrite": "^/audio(?:/|$)(.*)$ /\\1",
    "haproxy.org/ssl-redirect": "true",
    "haproxy.org/ssl-redirect-code": "308",
    ...annotations,
  },
  tls,
  host: audioHost,
  paths: [{ path: "/audio", pathType: "Prefix" }],
  backend: { name: backend, port },
  standing: {
    host: "default.svc.audio-callback-api.canary.invalid",
    primary: { name: "audio-callback-api", port },
    emergency: { name: "audio-callback-api-emergency", port },
  },
});

const haproxyFeedback = (backend: Expected["backend"], annotations: Record<string, string>): Expected => ({
  name: "compete-feedback-grpc",
  instance: "compete-feedback",
  annotations: {
    "haproxy.org/server-proto": "h2",
    "haproxy.org/ssl-redirect": "true",
    "haproxy.org/ssl-redirect-code": "308",
    ...annotations,
  },
  paths: [{ path: "/feed.FeedBack", pathType: "Prefix" }],
  backend,
  standing: {
    host: "default.svc.compete-feedback.canary.invalid",
    primary: { name: "compete-feedback", port: { name: "grpc" } },
    emergency: { name: "compete-feedback-emergency", port: { number: 9090 } },
  },
});

const on = { "exposure.dev/backend": "emergency" };

/** The Ingresses of the seed's services, by controller and backend. */
export const seedManifests: Readonly<
  Record<ControllerName, Readonly<Record<"primary" | "emergency", readonly Expected[]>>>
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
  haproxy: {
    primary: [
      ...haproxyWeb,
      haproxyAudio("audio-callback-api", {}),
      haproxyFeedback({ name: "compete-feedback", port: { name: "grpc" } }, {}),
    ],
    emergency: [
      ...haproxyWeb,
      haproxyAudio("audio-callback-api-emergency", on),
      haproxyFeedback({ name: "compete-feedback-emergency", port: { number: 9090 } }, on),
    ],
  },
};
