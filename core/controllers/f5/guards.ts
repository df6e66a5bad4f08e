import type { FieldTable } from "../fields.ts";

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
    as: "program",
    docs: {
      "backendTls.ca": "refused: it has no annotation for it",
      "backendTls.serverName": "refused",
      "backendTls.clientCertificate": "refused",
      "backendTls.verify: false": "yes",
    },
    rules: [
      {
        code: "unsupported",
        check: ({ backendTls: { ca, serverName, clientCertificate } = {} }) =>
          [ca, serverName, clientCertificate].some((value) => value !== undefined)
            ? "verifies no backend by an Ingress's annotations: say so (backendTls: { verify: false }), or serve it from an ingress-nginx class"
            : undefined,
      },
    ],
  },
};
