import { X509Certificate } from "node:crypto";
import { controllers } from "../controllers/registry.ts";
import type { PlannedService } from "../controllers/service-plan.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";

/** What is known of the CAs that services name. */
export interface Authorities {
  /** Secrets by which nothing, or nobody, would be verified: one sentence each, with the way out. */
  readonly wrong: readonly string[];
  /** Secrets that the user may not read, one sentence each. */
  readonly unknown: readonly string[];
}

/**
 * Looks at the Secrets of `backendTls.ca` and `clientCertificate.ca`. A controller that finds no CA in one goes on without:
 * it asks no client for a certificate, and takes any backend's.
 */
export async function lookAtAuthorities(
  plans: readonly Pick<PlannedService, "service" | "class">[],
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<Authorities> {
  const named = plans.flatMap(({ service, class: { controller } }) => {
    const { name, namespace, backendTls, clientCertificate } = service;
    const { authorityKey } = controllers[controller].facts;
    return Object.entries({
      "backendTls.ca": backendTls?.ca,
      "clientCertificate.ca": clientCertificate?.ca,
    }).flatMap(([field, secret]) =>
      secret === undefined
        ? []
        : [{ path: `services.${name}.${field}`, namespace, secret, key: authorityKey }],
    );
  });
  if (named.length === 0) return { wrong: [], unknown: [] };
  const api = await open();
  const found = await Promise.all(
    named.map(async ({ path, namespace, secret, key }) => {
      const what = `Secret ${namespace}/${secret}`;
      try {
        const object = await api.get(`/api/v1/namespaces/${namespace}/secrets/${secret}`);
        const reason = fault(object as SecretObject | undefined, key);
        return reason === undefined ? {} : { wrong: `${path}: ${what} ${reason}` };
      } catch {
        return {
          unknown: `${path}: ${what} cannot be read, so it is not known whether it holds a CA under ${key}, without which nothing is verified`,
        };
      }
    }),
  );
  return {
    wrong: found.flatMap(({ wrong }) => wrong ?? []),
    unknown: found.flatMap(({ unknown }) => unknown ?? []),
  };
}

interface SecretObject {
  readonly data?: Readonly<Record<string, string>>;
}

function fault(secret: SecretObject | undefined, key: string): string | undefined {
  const wayOut = `make it with the certificate of the CA, as PEM, under ${key}`;
  if (secret === undefined) return `does not exist: ${wayOut}`;
  const value = secret.data?.[key];
  if (value === undefined) {
    const keys = Object.keys(secret.data ?? {})
      .toSorted()
      .join(", ");
    return `has no key ${key} (it has ${keys || "none"}), so nothing would be verified: ${wayOut}`;
  }
  const text = Buffer.from(value, "base64").toString("utf8");
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return certificates.length > 0 && certificates.every(isCertificate)
    ? undefined
    : `holds no certificate under ${key}: ${wayOut}`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
