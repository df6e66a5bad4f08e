import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import type { FieldTable } from "../fields.ts";
import { hasCustomResources, type PolicySpecs } from "./policies.ts";

/** What F5 has neither an annotation nor a field of a VirtualServer's routes for. */
export const guardRows: Pick<FieldTable<never>, "externalAuth" | "clientCertificate" | "backendTls"> = {
  externalAuth: {
    as: "refused",
    instead: () =>
      "asks no other service by an Ingress's annotations: serve it from an ingress-nginx class, or let the backend ask",
    docs: { externalAuth: "refused: it has no annotation for it" },
  },
  clientCertificate: {
    as: "refused",
    instead: () =>
      "asks for no certificates by an Ingress's annotations: serve it from an ingress-nginx class",
    docs: { clientCertificate: "refused: it has no annotation for it" },
  },
  backendTls: {
    as: "object",
    docs: {
      "backendTls.ca":
        "by a Policy with `customResources`; Secret of type `nginx.org/ca`; needs `serverName`; not for gRPC",
      "backendTls.serverName": "by a Policy with `customResources`; not for gRPC",
      "backendTls.clientCertificate":
        "by a Policy with `customResources`; Secret of type `kubernetes.io/tls`; not for gRPC",
      "backendTls.verify: false": "yes",
    },
    rules: [
      {
        code: "needs-policies",
        check: (service, spec, setting) =>
          !asksMore(service) || hasCustomResources(spec)
            ? undefined
            : `verifies a backend by a Policy: set ${setting(spec, "customResources")} to true, say that it is not verified (backendTls: { verify: false }), or serve it from an ingress-nginx class`,
      },
      {
        code: "not-for-grpc",
        check: (service, spec) =>
          asksMore(service) && isGrpc(service) && hasCustomResources(spec)
            ? "verifies no backend of gRPC: say so (backendTls: { verify: false }), or serve it from an ingress-nginx class"
            : undefined,
      },
      {
        part: "backendTls.serverName",
        code: "needs-server-name",
        check: ({ name, backendTls: { ca, serverName } = {} }, spec) =>
          ca !== undefined && serverName === undefined && hasCustomResources(spec)
            ? `would look for a name of its own in the backend's certificate: set services.${name}.backendTls.serverName`
            : undefined,
      },
    ],
  },
};

/** How nginx speaks TLS to the backends, where they are verified or ask for a certificate. */
export function backendTlsPolicies(service: ServiceSpec): PolicySpecs {
  const { ca, serverName, clientCertificate } = service.backendTls ?? {};
  if (!asksMore(service)) return {};
  return {
    "backend-tls": {
      egressMTLS: {
        verifyServer: ca !== undefined,
        ...(ca === undefined ? {} : { trustedCertSecret: ca }),
        ...(clientCertificate === undefined ? {} : { tlsSecret: clientCertificate }),
        ...(serverName === undefined ? {} : { serverName: true, sslName: serverName }),
        // F5's own list begins with TLS 1.0 and ends before 1.3.
        protocols: "TLSv1.2 TLSv1.3",
      },
    },
  };
}

/** Whether a service wants more of TLS to its backends than to encrypt. */
function asksMore({ backendTls: { ca, serverName, clientCertificate } = {} }: ServiceSpec): boolean {
  return [ca, serverName, clientCertificate].some((value) => value !== undefined);
}
