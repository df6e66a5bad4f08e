import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import type { FieldRow } from "../fields.ts";
import { byHost, hostInWords } from "../hosts.ts";
import { disagreements, serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import type { IngressNginxRendering } from "./rendering.ts";

export const externalAuthRow: FieldRow<"externalAuth", IngressNginxRendering> = {
  as: "rendered",
  docs: { externalAuth: "yes" },
  annotations: ({ externalAuth }) =>
    externalAuth === undefined
      ? {}
      : {
          "auth-url": externalAuth.url,
          "auth-signin": externalAuth.signIn,
          "auth-response-headers": externalAuth.responseHeaders.join(",") || undefined,
        },
};

/** Set by the template, in lower case, for each host that asks for certificates. */
const handedOn = ["verify", "subject-dn", "issuer-dn", "cert"].map((name) => `ssl-client-${name}`);

/** The controller asks by its server of a host, whichever Ingress names the CA first. */
export const clientCertificateRow: FieldRow<"clientCertificate", IngressNginxRendering> = {
  as: "rendered",
  docs: {
    clientCertificate:
      "once for each host; a required certificate has a common name; `optional` with `snippets`",
  },
  annotations: ({ namespace, clientCertificate }) =>
    clientCertificate === undefined
      ? {}
      : {
          "auth-tls-secret": `${namespace}/${clientCertificate.ca}`,
          "auth-tls-verify-client": clientCertificate.optional ? "optional" : "on",
          "auth-tls-verify-depth": String(clientCertificate.depth),
          // Otherwise the client's own header of that name would pass.
          "auth-tls-pass-certificate-to-upstream": "true",
          // A Secret without ca.crt turns the question off, and plain HTTP has none. Then nothing has a name: 403 for all.
          "auth-tls-match-cn": clientCertificate.optional ? undefined : "CN=",
        },
  rules: [
    {
      code: "no-redirect",
      check: ({ clientCertificate, forceHttps }) =>
        clientCertificate !== undefined && !clientCertificate.optional && forceHttps !== undefined
          ? "answers plain HTTP with 403 on a host that asks for certificates, before it could redirect: leave forceHttps out"
          : undefined,
    },
  ],
  snippets: [
    {
      // The template's own lines go before these, and are missing where the Secret has no ca.crt.
      lines: ({ clientCertificate, protocol }) =>
        clientCertificate?.optional === true
          ? handedOn.map((name) => `${protocol.startsWith("grpc") ? "grpc" : "proxy"}_set_header ${name} "";`)
          : [],
      sentence:
        "keeps a client's own ssl-client-verify from the backend by snippets only, where the CA's Secret is wrong: make the certificate mandatory",
    },
  ],
};

export const backendTlsRow: FieldRow<"backendTls", IngressNginxRendering> = {
  as: "rendered",
  docs: {
    "backendTls.ca": "key `ca.crt`; not for gRPC",
    "backendTls.serverName": "yes; needed with `ca`",
    "backendTls.clientCertificate": "the Secret of `ca`",
    "backendTls.verify: false": "yes",
  },
  annotations: ({ namespace, backendTls: { ca, serverName } = {} }) =>
    ca === undefined
      ? {}
      : {
          "proxy-ssl-secret": `${namespace}/${ca}`,
          "proxy-ssl-verify": "on",
          "proxy-ssl-name": serverName,
          "proxy-ssl-server-name": "on",
        },
  rules: [
    {
      code: "not-for-grpc",
      check: ({ backendTls, protocol }) =>
        backendTls?.ca !== undefined && protocol === "grpcs"
          ? "verifies backends of HTTP only: say that this one is not verified (backendTls: { verify: false }), or serve it from another class"
          : undefined,
    },
    {
      part: "backendTls.serverName",
      code: "needs-server-name",
      check: ({ backendTls: { ca, serverName } = {} }) =>
        (ca === undefined) === (serverName === undefined)
          ? undefined
          : ca === undefined
            ? "asks for a name only where it verifies it: set backendTls.ca, or leave serverName out"
            : "would compare the certificate with the name of its own upstream, and refuse each: set backendTls.serverName",
    },
    {
      part: "backendTls.clientCertificate",
      code: "one-secret",
      check: ({ backendTls: { ca, clientCertificate } = {} }) =>
        clientCertificate !== undefined && clientCertificate !== ca
          ? "takes CA and certificate from one Secret: put ca.crt, tls.crt and tls.key into it, and name it in both backendTls.ca and backendTls.clientCertificate"
          : undefined,
    },
  ],
};

/**
 * Services whose backend is told who the client is, where the class lets in headers with a "_" in their names: many
 * backends do not tell `X_User` from `X-User`, which the controller sets.
 */
export function underscoreProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const key = "enable-underscores-in-headers";
  if (spec.configMap[key] !== "true") return [];
  return services.flatMap((service) => {
    const { externalAuth, clientCertificate } = service;
    const named = externalAuth !== undefined && externalAuth.responseHeaders.length > 0;
    const field = named ? "externalAuth.responseHeaders" : clientCertificate && "clientCertificate";
    if (field === undefined) return [];
    return serviceProblem(spec, service, field, {
      code: "claimed-by-clients",
      sentence: `lets in headers that backends may take for these (${classSetting(spec, `configMap.${key}`)}), X_User for X-User: remove the key`,
    });
  });
}

/** Services of one host that ask for other certificates, or for none. */
export function certificateQuestions(
  spec: ServingClass,
  services: readonly ServiceSpec[],
): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, onHost]) => {
    if (onHost.every(({ clientCertificate }) => clientCertificate === undefined)) return [];
    return disagreements(spec, onHost, {
      field: "clientCertificate",
      value: ({ namespace, clientCertificate }) =>
        clientCertificate === undefined ? "none" : [namespace, clientCertificate],
      code: "once-for-the-host",
      sentence: (first) =>
        `asks for certificates once for ${hostInWords(host)}, and service "${first}" differs: make both the same, in one namespace, or give one a host of its own`,
    });
  });
}
