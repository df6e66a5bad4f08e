import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { isErrno } from "../model/errno.ts";
import { isObject } from "../model/is-object.ts";
import { ConfigError } from "../model/problems.ts";
import type { ClusterArgs } from "../model/stack.ts";
import { messageOf } from "../model/user-error.ts";

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
  readonly cluster: Located;
  /** Undefined where the context names none that is there: the API server is asked anonymously. */
  readonly user: Located | undefined;
}

/** An entry of a kubeconfig. Its relative paths are relative to the folder of the file. */
export interface Located {
  readonly name: string;
  readonly folder: string;
  readonly values: Readonly<Record<string, unknown>>;
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
 * @throws ConfigError if no file exists or one cannot be read, or {@link selectContext} throws
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
  const files = found.map(({ file, text }) => ({ folder: dirname(file), config: parseKubeconfig(text) }));
  return { ...select(files, args.context), files: found.map(({ file }) => file) };
}

/**
 * Pure half of {@link findCluster}: the first file that has a name wins, as in kubectl.
 * @param wanted @default the first current context of the files
 * @throws ConfigError if a file is not valid, or the context or its server is missing or unusable
 */
export function selectContext(texts: readonly string[], wanted: string | undefined): ClusterEndpoint {
  const files = texts.map((text) => ({ folder: ".", config: parseKubeconfig(text) }));
  const { context, server, proxied } = select(files, wanted);
  return { context, server, proxied };
}

interface KubeconfigFile {
  readonly folder: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function select(files: readonly KubeconfigFile[], wanted: string | undefined): Omit<FoundCluster, "files"> {
  const contexts = entries(files, "contexts", "context");
  const current = files.map(({ config }) => config["current-context"]);
  const name = wanted ?? current.find((one) => typeof one === "string" && one !== "");
  const known = contexts.map((context) => context.name).join(", ") || "none";
  if (typeof name !== "string") {
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
  const cluster = entries(files, "clusters", "cluster").find((one) => one.name === context.values.cluster);
  const server = cluster?.values.server;
  if (cluster === undefined || server === undefined) {
    const message = `context "${name}" names a cluster without a server: correct the kubeconfig`;
    throw problem("context", "no-server", message);
  }
  if (typeof server !== "string" || !isWebAddress(server)) {
    const got = JSON.stringify(server);
    const message = `context "${name}" names a cluster whose server is expected to be a URL such as https://10.0.0.1:6443, got ${got}: correct the kubeconfig`;
    throw problem("context", "invalid-server", message);
  }
  const user = entries(files, "users", "user").find((one) => one.name === context.values.user);
  return { context: name, server, proxied: cluster.values["proxy-url"] !== undefined, cluster, user };
}

function isWebAddress(server: string): boolean {
  return /^https?:\/\//i.test(server) && URL.canParse(server);
}

/** The named entries of a list in all files; what has another shape is none. */
function entries(files: readonly KubeconfigFile[], list: string, of: string): readonly Located[] {
  return files.flatMap(({ folder, config }) => {
    const all = config[list];
    if (!Array.isArray(all)) return [];
    return all
      .filter(isObject)
      .flatMap(({ name, [of]: values }) =>
        typeof name === "string" && isObject(values) ? [{ name, folder, values }] : [],
      );
  });
}

function parseKubeconfig(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parse(text);
    if (isObject(value)) return value;
  } catch {
    // Refused below: the way out is the same for a scalar.
  }
  throw problem(
    "kubeconfig",
    "invalid-yaml",
    "the kubeconfig is not a valid YAML object: correct it, or set the config key kubeconfig to another file",
  );
}

/** @throws ConfigError for what is there and cannot be read, such as a folder */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    const message = `the kubeconfig ${path} cannot be read (${messageOf(error)}): correct that, or set KUBECONFIG or the config key kubeconfig to another file`;
    throw problem("kubeconfig", "unreadable-kubeconfig", message);
  }
}

function problem(path: string, code: string, message: string): ConfigError {
  return new ConfigError([{ path, code, message }]);
}
