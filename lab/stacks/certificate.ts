import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import { ensureFolder } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { findOnPath } from "../tools/source.ts";

/** Where the stack files name the lab's certificate: `exposure-lab/default-certificate`. */
export const labNamespace = "exposure-lab";
export const certificateName = "default-certificate";

const hosts = ["hello-world.example", "cl-k8s.yidianzixun.com", "*.exposure.example"] as const;

/**
 * Puts a self-signed certificate into the cluster as a Secret: the default certificate of the ingress classes,
 * without which F5 NIC does not start. It is made once and kept in `folder`, so that a second run changes nothing.
 * @param labels of its namespace
 */
export async function ensureCertificate(
  folder: string,
  kubectl: Kubectl,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pair = await ensureFolder(join(folder, "certificate"), makeCertificate);
  const [certificate, key] = await Promise.all(
    ["tls.crt", "tls.key"].map((file) => readFile(join(pair, file), "base64")),
  );
  await kubectl.apply([
    { apiVersion: "v1", kind: "Namespace", metadata: { name: labNamespace, labels } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: certificateName, namespace: labNamespace },
      type: "kubernetes.io/tls",
      data: { "tls.crt": certificate, "tls.key": key },
    },
  ]);
}

/** The certificate in a folder that {@link ensureCertificate} was given. */
export function certificateFile(folder: string): string {
  return join(folder, "certificate", "tls.crt");
}

async function makeCertificate(folder: string): Promise<void> {
  if (findOnPath("openssl") === undefined) {
    throw new UserError(
      "There is no openssl on PATH, which makes the lab's certificate: install it and try again.",
    );
  }
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  await run("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "825"],
    ...["-subj", "/CN=exposure lab", "-addext", `subjectAltName=${names}`],
    ...["-keyout", join(folder, "tls.key"), "-out", join(folder, "tls.crt")],
  ]);
  if (!existsSync(join(folder, "tls.crt"))) throw new Error("openssl made no certificate");
}
