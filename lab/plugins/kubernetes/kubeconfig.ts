import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { at, isObject, type JsonObject, objects, text } from "../json.ts";

/** One cluster as one user sees it. */
export interface Connection {
  /** `https://host:port` */
  readonly server: string;
  readonly namespace: string;
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly token?: string;
  readonly serverName?: string;
  readonly insecure: boolean;
}

export interface KubeconfigChoice {
  /** A path, several as in `$KUBECONFIG`, or the content. @default $KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** @default the file's `current-context` */
  readonly context?: string | undefined;
}

/** Reads the way to the API server; every error says which file and what it lacks. */
export function connection({ kubeconfig, context }: KubeconfigChoice): Connection {
  const { source, config, directory } = load(kubeconfig);
  const contexts = objects(config.contexts);
  const wanted = context || text(config["current-context"]);
  const chosen = contexts.find(({ name }) => name === wanted);
  if (!chosen) {
    const names = contexts.map(({ name }) => name).join(", ") || "none";
    throw new Error(`${source} has no context "${wanted ?? ""}": it has ${names}.`);
  }
  const cluster = entry(config, "clusters", "cluster", text(at(chosen, "context", "cluster")), source);
  const user = entry(config, "users", "user", text(at(chosen, "context", "user")), source);
  const unsupported = ["exec", "auth-provider", "username"].find((key) => user[key] !== undefined);
  if (unsupported || cluster["proxy-url"] !== undefined) {
    throw new Error(
      `${source} asks for "${unsupported ?? "proxy-url"}", which this stand-in does not know: ` +
        "install the official Kubernetes plugin, or use a client certificate or a token.",
    );
  }
  const server = text(cluster.server);
  if (!server) throw new Error(`${source} has no server for context "${wanted}".`);
  const material = (holder: JsonObject, key: string): string | Buffer | undefined => {
    const data = text(holder[`${key}-data`]);
    if (data) return Buffer.from(data, "base64");
    const file = text(holder[key]);
    return file ? readFileSync(resolve(directory, file)) : undefined;
  };
  const ca = material(cluster, "certificate-authority");
  const cert = material(user, "client-certificate");
  const key = material(user, "client-key");
  const tokenFile = text(user.tokenFile);
  const token = text(user.token) ?? (tokenFile && readFileSync(resolve(directory, tokenFile), "utf8").trim());
  const serverName = text(cluster["tls-server-name"]);
  return {
    server: server.replace(/\/+$/, ""),
    namespace: text(at(chosen, "context", "namespace")) ?? "default",
    insecure: cluster["insecure-skip-tls-verify"] === true,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(token && { token }),
    ...(serverName && { serverName }),
  };
}

function entry(
  config: JsonObject,
  list: string,
  key: string,
  name: string | undefined,
  source: string,
): JsonObject {
  const found = at(
    objects(config[list]).find((item) => item.name === name),
    key,
  );
  if (!isObject(found)) throw new Error(`${source} names the ${key} "${name ?? ""}" but does not define it.`);
  return found;
}

interface Loaded {
  readonly source: string;
  readonly config: JsonObject;
  /** Relative paths in the file count from here. */
  readonly directory: string;
}

function load(kubeconfig: string | undefined): Loaded {
  if (kubeconfig?.includes("\n") || kubeconfig?.trimStart().startsWith("{")) {
    return {
      source: "The given kubeconfig",
      config: parsed(kubeconfig, "The given kubeconfig"),
      directory: ".",
    };
  }
  const list = kubeconfig || process.env.KUBECONFIG || join(homedir(), ".kube", "config");
  const paths = list.split(delimiter).map((path) => path.replace(/^~(?=\/)/, homedir()));
  const files = paths.filter((path) => path && existsSync(path));
  const [first] = files;
  if (!first)
    throw new Error(`There is no kubeconfig at ${list}: set KUBECONFIG or the provider's kubeconfig.`);
  const source = files.join(" and ");
  const configs = files.map((file) => parsed(readFileSync(file, "utf8"), file));
  return { source, config: merged(configs), directory: dirname(first) };
}

/** As kubectl merges several files: lists are joined, the first `current-context` wins. */
function merged(configs: readonly JsonObject[]): JsonObject {
  const join = (key: string) => configs.flatMap((config) => objects(config[key]));
  return {
    contexts: join("contexts"),
    clusters: join("clusters"),
    users: join("users"),
    "current-context": configs.map((config) => text(config["current-context"])).find(Boolean),
  };
}

function parsed(content: string, source: string): JsonObject {
  const config: unknown = parse(content);
  if (typeof config !== "object" || config === null) throw new Error(`${source} is no kubeconfig.`);
  return config as JsonObject;
}
