import { readFileSync } from "node:fs";
import { Agent, type AgentOptions, type RequestOptions } from "node:https";
import { resolve } from "node:path";
import { createSecureContext } from "node:tls";
import type { KubeConfig } from "@kubernetes/client-node";
import { ConfigError } from "../model/problems.ts";
import { messageOf } from "../model/user-error.ts";
import { within } from "./deadline.ts";
import { execCredential } from "./exec-credential.ts";
import type { FoundCluster, Located } from "./kubeconfig.ts";

// An import would load all that the module has, a WebSocket client among it.
const { Agent: PlainAgent } = process.getBuiltinModule("node:http");

/** Enough to keep an API server busy, few enough not to be throttled by its priority levels. */
const connections = { keepAlive: true, maxSockets: 32 };

/** Milliseconds for a token from an identity provider. */
const patience = 30_000;

/**
 * How requests reach the API server as the kubeconfig's user: certificates, tokens, exec plugins, OIDC, proxies.
 * @throws ConfigError in one sentence for what cannot be used
 */
export async function accessOf(found: FoundCluster): Promise<RequestOptions> {
  const { cluster, user } = found;
  try {
    if (found.proxied || user?.values["auth-provider"] !== undefined) return await accessByLibrary(found);
    const trust = trustOf(cluster);
    const { cert, key, ...identity }: Identity = user === undefined ? {} : await identityOf(user, cluster);
    const tls = { ...trust, ...(cert && { cert }), ...(key && { key }) };
    requirePem(tls);
    const plain = found.server.startsWith("http:");
    const agent = plain ? new PlainAgent(connections) : new Agent({ ...tls, ...connections });
    return { ...tls, ...identity, agent };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw problem(
      "unusable-kubeconfig",
      `the kubeconfig's context "${found.context}" cannot be used: ${messageOf(error)}`,
    );
  }
}

/**
 * The client library is imported here and not before: it takes a third of a second and 70 MB. Its own default reads the
 * files otherwise than kubectl and the provider do: it takes the last current context, and fails on a file that is not
 * there.
 */
export async function loadKubeConfig({ files, context }: FoundCluster): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const loaded = files.map((file) => {
    const config = new KubeConfig();
    config.loadFromFile(file);
    return config;
  });
  const config = new KubeConfig();
  // Of entries that share a name it looks up the first.
  config.loadFromOptions({
    clusters: loaded.flatMap(({ clusters }) => clusters),
    users: loaded.flatMap(({ users }) => users),
    contexts: loaded.flatMap(({ contexts }) => contexts),
    currentContext: context,
  });
  return config;
}

async function accessByLibrary(found: FoundCluster): Promise<RequestOptions> {
  const config = await loadKubeConfig(found);
  const access: RequestOptions = {};
  await within(patience, config.applyToHTTPSOptions(access));
  // The library's agent connects anew for each request, which with client certificates costs more than the request.
  if (access.agent instanceof PlainAgent) Object.assign(access.agent, connections);
  return access;
}

/** Whom the API server has to prove to be. */
function trustOf(cluster: Located): Pick<AgentOptions, "ca" | "servername" | "rejectUnauthorized"> {
  const ca = fileOrData(cluster, "certificate-authority");
  const servername = textOf(cluster, "tls-server-name");
  return {
    ...(ca && { ca }),
    ...(servername && { servername }),
    ...(cluster.values["insecure-skip-tls-verify"] === true && { rejectUnauthorized: false }),
  };
}

type Identity = Pick<RequestOptions, "auth" | "headers"> & Pick<AgentOptions, "cert" | "key">;

/** Who asks. A token in a file, which somebody keeps fresh, comes before one in the kubeconfig. */
async function identityOf(user: Located, cluster: Located): Promise<Identity> {
  const given = user.values.exec === undefined ? {} : await fromPlugin(user, cluster);
  const cert = given.clientCertificateData ?? fileOrData(user, "client-certificate");
  const key = given.clientKeyData ?? fileOrData(user, "client-key");
  const file = textOf(user, "tokenFile");
  const token = file === undefined ? (given.token ?? textOf(user, "token")) : contents(user, file).toString();
  const [name, password] = [textOf(user, "username"), textOf(user, "password")];
  return {
    ...(cert && { cert }),
    ...(key && { key }),
    ...(name !== undefined && { auth: `${name}:${password ?? ""}` }),
    headers: {
      ...(token && { authorization: `Bearer ${token.trim()}` }),
      ...impersonation(user),
    },
  };
}

/** The first request would say so less plainly. */
function requirePem(tls: Pick<AgentOptions, "ca" | "cert" | "key">): void {
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new Error(`its CA, client certificate or client key is no PEM (${messageOf(error)})`);
  }
}

async function fromPlugin(user: Located, cluster: Located) {
  try {
    return await execCredential(user, cluster);
  } catch (error) {
    const { command } = user.values.exec as { readonly command?: string };
    const message = `the exec plugin "${command ?? ""}" of the kubeconfig's user "${user.name}" ${messageOf(error)}; kubectl runs it too, so try it there`;
    throw problem("exec-plugin-failed", message);
  }
}

function impersonation({ values }: Located): Record<string, string | string[]> {
  const { as, "as-uid": uid, "as-groups": groups } = values;
  return {
    ...(typeof as === "string" && { "impersonate-user": as }),
    ...(typeof uid === "string" && { "impersonate-uid": uid }),
    ...(Array.isArray(groups) && { "impersonate-group": groups.map(String) }),
  };
}

/** What is in the kubeconfig itself comes before the file it names. */
function fileOrData(entry: Located, key: string): Buffer | undefined {
  const data = textOf(entry, `${key}-data`);
  if (data) return Buffer.from(data, "base64");
  const file = textOf(entry, key);
  return file ? contents(entry, file) : undefined;
}

function contents({ folder }: Located, file: string): Buffer {
  return readFileSync(resolve(folder, file));
}

function textOf({ values }: Located, key: string): string | undefined {
  const value = values[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function problem(code: string, message: string): ConfigError {
  return new ConfigError([{ path: "kubeconfig", code, message }]);
}
