import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import type { Cluster } from "../../lab/cluster/cluster.ts";
import { until } from "../../lab/machine/until.ts";

/**
 * Holds a cluster's updates of Ingresses half way, so that events in the middle of a switch do not depend on how
 * fast the machine is.
 */
export interface AdmissionGate {
  /** Lets this many updates through and holds all later ones. */
  holdAfter(updates: number): void;
  /** Returns once updates are held. @throws Error if none is held within a minute */
  held(): Promise<void>;
  /** Refuses the held updates, and lets all others through. */
  open(): void;
  close(): Promise<void>;
}

const name = "admission-gate.exposure.test";

/**
 * A validating webhook in this process, with the certificate that the API server itself has for 127.0.0.1.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export async function openAdmissionGate({ kubectl, folder, name: cluster }: Cluster): Promise<AdmissionGate> {
  const file = (base: string) => readFile(join(folder, "kwok", "clusters", cluster, "pki", base));
  const [ca, cert, key] = await Promise.all(["ca.crt", "admin.crt", "admin.key"].map(file));
  let left = Number.POSITIVE_INFINITY;
  let seen = 0;
  const waiting = new Set<ServerResponse>();
  const server = createServer({ cert, key }, async (request, response) => {
    const { request: review } = (await json(request)) as AdmissionReview;
    seen++;
    if (review.dryRun !== true && left-- <= 0) {
      waiting.add(response);
      return;
    }
    const answer = { uid: review.uid, allowed: true };
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }),
    );
  });
  // The API server asks by connections that it keeps, and does not ask again by another if this end has just closed one.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await kubectl.apply([webhook(`https://127.0.0.1:${port}/`, ca)]);
  const [ingress] = (await kubectl.run(["get", "ingress", "-o", "name"])).stdout.split("\n");
  const touch = ["label", "--overwrite", "--dry-run=server", ingress ?? "", `touched=${port}`];
  await until("the API server asks the webhook", 60_000, async () => {
    await kubectl.run(touch);
    return seen > 0;
  });
  return {
    holdAfter: (updates) => {
      left = updates;
    },
    held: () => until("an update is held", 60_000, () => waiting.size > 0, 20),
    open: () => {
      left = Number.POSITIVE_INFINITY;
      for (const response of waiting) response.destroy();
      waiting.clear();
    },
    close: async () => {
      await kubectl.run(["delete", "validatingwebhookconfiguration", name]);
      server.close();
      server.closeAllConnections();
    },
  };
}

interface AdmissionReview {
  readonly request: { readonly uid: string; readonly dryRun?: boolean };
}

function webhook(url: string, ca: Buffer | undefined) {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig: { url, caBundle: ca?.toString("base64") },
        rules: [
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            resources: ["ingresses"],
            operations: ["UPDATE"],
          },
        ],
        failurePolicy: "Fail",
        timeoutSeconds: 30,
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  };
}
