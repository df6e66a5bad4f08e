import type { Definition } from "../../core/kubernetes/definitions.ts";

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string" };
const number: Schema = { type: "integer" };
const bool: Schema = { type: "boolean" };
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: "object", properties });
const list = (items: Schema): Schema => ({ type: "array", items });

const header = object({ name: text, value: text });
const action = object({
  pass: text,
  proxy: object({
    upstream: text,
    rewritePath: text,
    requestHeaders: object({ set: list(header) }),
    responseHeaders: object({
      hide: list(text),
      add: list(object({ name: text, value: text, always: bool })),
    }),
  }),
});

const specs: Readonly<Record<string, readonly [plural: string, spec: Schema]>> = {
  VirtualServer: [
    "virtualservers",
    object({
      ingressClassName: text,
      host: text,
      tls: object({ secret: text, redirect: object({ enable: bool, code: number, basedOn: text }) }),
      policies: list(object({ name: text, namespace: text })),
      upstreams: list(
        object({
          name: text,
          service: text,
          port: number,
          keepalive: number,
          "connect-timeout": text,
          "read-timeout": text,
          "send-timeout": text,
          "next-upstream": text,
          "next-upstream-timeout": text,
          "next-upstream-tries": number,
          "client-max-body-size": text,
          buffering: bool,
          tls: object({ enable: bool }),
          sessionCookie: object({
            enable: bool,
            name: text,
            path: text,
            expires: text,
            httpOnly: bool,
            secure: bool,
            samesite: text,
          }),
        }),
      ),
      routes: list(
        object({
          path: text,
          "location-snippets": text,
          action,
          splits: list(object({ weight: number, action })),
          matches: list(
            object({
              conditions: list(object({ header: text, cookie: text, value: text })),
              action,
            }),
          ),
        }),
      ),
    }),
  ],
  Policy: [
    "policies",
    object({
      ingressClassName: text,
      accessControl: object({ allow: list(text), deny: list(text) }),
      egressMTLS: object({
        verifyServer: bool,
        trustedCertSecret: text,
        tlsSecret: text,
        serverName: bool,
        sslName: text,
        protocols: text,
      }),
      basicAuth: object({ secret: text, realm: text }),
      rateLimit: object({
        rate: text,
        key: text,
        zoneSize: text,
        burst: number,
        noDelay: bool,
        rejectCode: number,
      }),
    }),
  ],
  VirtualServerRoute: ["virtualserverroutes", object({})],
  TransportServer: ["transportservers", object({})],
  GlobalConfiguration: ["globalconfigurations", object({})],
};

/** Definitions of this project's own making: F5's names and versions, and of the fields those that it writes. */
export const f5Definitions: readonly Definition[] = Object.entries(specs).map(
  ([kind, [plural, spec]]): Definition & Schema => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.k8s.nginx.org` },
    spec: {
      group: "k8s.nginx.org",
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: object({ spec }) } }],
    },
  }),
);
