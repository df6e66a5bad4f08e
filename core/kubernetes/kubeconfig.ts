import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { ConfigError } from "../model/problems.ts";
import type { ClusterArgs } from "../model/stack.ts";

/** The API server a kubeconfig's context leads to. */
export interface ClusterEndpoint {
  readonly context: string;
  readonly server: string;
  /** The kubeconfig sends requests through a proxy, so the server's own address may be unreachable. */
  readonly proxied: boolean;
}

export interface FoundCluster extends ClusterEndpoint {
  /** The kubeconfig files that exist, as kubectl merges them: the first that has a name wins. */
  readonly files: readonly string[];
}

interface Entry<T> {
  readonly name?: string;
  readonly cluster?: T;
  readonly context?: T;
}

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly Entry<{ readonly cluster?: string }>[];
  readonly clusters?: readonly Entry<{ readonly server?: string; readonly "proxy-url"?: string }>[];
}

/** The files that kubectl reads: that of the arguments, else those of `KUBECONFIG`, else `~/.kube/config`. */
export function kubeconfigPaths(
  { kubeconfig }: ClusterArgs,
  env: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  return listed.length > 0 ? listed : [join(env.HOME ?? homedir(), ".kube", "config")];
}

/**
 * Reads the kubeconfig files that exist, and finds the API server of the context. Light on purpose: each preview pays
 * for it.
 * @throws ConfigError if no file exists, or {@link selectContext} throws
 */
export function findCluster(
  args: ClusterArgs,
  read: (path: string) => string | undefined = readIfThere,
): FoundCluster {
  const paths = kubeconfigPaths(args);
  const found = paths.flatMap((file) => {
    const text = read(file);
    return text === undefined ? [] : [{ file, text }];
  });
  if (found.length === 0) {
    throw problem(
      "kubeconfig",
      "no-kubeconfig",
      `there is no kubeconfig at ${paths.join(", ")}: set KUBECONFIG or the config key kubeconfig to its path`,
    );
  }
  const endpoint = selectContext(
    found.map(({ text }) => text),
    args.context,
  );
  return { ...endpoint, files: found.map(({ file }) => file) };
}

/**
 * Pure half of {@link findCluster}: the first file that has a name wins, as in kubectl.
 * @param wanted @default the first current context of the files
 * @throws ConfigError if a file is not valid, or the context or its server is missing
 */
export function selectContext(texts: readonly string[], wanted: string | undefined): ClusterEndpoint {
  const files = texts.map(parseKubeconfig);
  const contexts = files.flatMap((file) => file.contexts ?? []);
  const name = wanted ?? files.map((file) => file["current-context"]).find((current) => current);
  const known = contexts.map((context) => context.name).join(", ") || "none";
  if (name === undefined) {
    throw problem(
      "context",
      "no-current-context",
      `the kubeconfig has no current context: set the config key context to one of ${known}`,
    );
  }
  const context = contexts.find((entry) => entry.name === name);
  if (context === undefined) {
    const message = `expected a context of the kubeconfig (there are: ${known}), got "${name}"`;
    throw problem("context", "unknown-context", message);
  }
  const clusters = files.flatMap((file) => file.clusters ?? []);
  const cluster = clusters.find((entry) => entry.name === context.context?.cluster)?.cluster;
  if (cluster?.server === undefined) {
    const message = `context "${name}" names a cluster without a server: correct the kubeconfig`;
    throw problem("context", "no-server", message);
  }
  return { context: name, server: cluster.server, proxied: cluster["proxy-url"] !== undefined };
}

function parseKubeconfig(text: string): Kubeconfig {
  try {
    const value: unknown = parse(text);
    if (typeof value === "object" && value !== null) return value as Kubeconfig;
  } catch {
    // Refused below: the way out is the same for a scalar.
  }
  throw problem(
    "kubeconfig",
    "invalid-yaml",
    "the kubeconfig is not a valid YAML object: correct it, or set the config key kubeconfig to another file",
  );
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function problem(path: string, code: string, message: string): ConfigError {
  return new ConfigError([{ path, code, message }]);
}
