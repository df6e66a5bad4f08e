import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { run } from "../machine/run.ts";
import { certificatePath, type NodeUser } from "./config.ts";
import type { RealNode } from "./plan.ts";

/** The cluster's own certificate authority. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** Signs the client certificates of the node's kubelet and kube-proxy. */
export async function ensureCertificates(node: RealNode, authority: Authority): Promise<void> {
  await sign(node, "kubelet", `/O=system:nodes/CN=system:node:${node.name}`, authority, [
    `subjectAltName=DNS:${node.name},IP:${node.address}`,
  ]);
  await sign(node, "kube-proxy", "/CN=system:kube-proxy", authority, []);
}

async function sign(
  node: RealNode,
  user: NodeUser,
  subject: string,
  authority: Authority,
  extensions: readonly string[],
): Promise<void> {
  const certificate = certificatePath(node, user, "crt");
  const key = certificatePath(node, user, "key");
  if (existsSync(certificate)) return;
  await mkdir(dirname(certificate), { recursive: true });
  const request = `${certificate}.request`;
  const options = `${certificate}.options`;
  const signed = `${certificate}.signed`;
  await writeFile(options, ["extendedKeyUsage=clientAuth,serverAuth", ...extensions, ""].join("\n"));
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key];
  await run("openssl", ["req", ...newKey, "-subj", subject, "-out", request]);
  const by = ["-CA", authority.certificate, "-CAkey", authority.key, "-set_serial", `0x${serial()}`];
  await run("openssl", [
    "x509",
    "-req",
    "-in",
    request,
    ...by,
    "-days",
    "365",
    "-extfile",
    options,
    "-out",
    signed,
  ]);
  await rename(signed, certificate);
  await Promise.all([request, options].map((file) => rm(file)));
}

/** Random, because the authority belongs to the cluster and the lab keeps no counter beside it. */
function serial(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
