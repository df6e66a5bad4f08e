import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Located } from "./kubeconfig.ts";

/** What a plugin of the kubeconfig says who the user is by. */
export interface ExecCredential {
  readonly token?: string;
  /** PEM. */
  readonly clientCertificateData?: string;
  /** PEM. */
  readonly clientKeyData?: string;
}

/** Milliseconds: enough to log in by hand in a browser, and not without an end. */
const patience = 60_000;

/**
 * Runs the plugin that a user entry names under `exec`, as kubectl does.
 * @param timeout milliseconds, after which the plugin is killed @default 60000
 * @throws Error with the second half of a sentence: what the plugin did
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function execCredential(
  { folder, values: { exec } }: Located,
  cluster: Located,
  timeout: number = patience,
): Promise<ExecCredential> {
  const { command, args = [], env = [], apiVersion, provideClusterInfo } = exec as ExecArgs;
  if (typeof command !== "string" || command === "") throw new Error("names no command");
  const info = {
    apiVersion,
    kind: "ExecCredential",
    spec: { interactive: false, ...(provideClusterInfo && { cluster: clusterInfo(cluster) }) },
  };
  const own = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const environment = { ...process.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  // A name is looked for on PATH, anything with a slash beside the kubeconfig.
  const path = command.includes("/") ? resolve(folder, command) : command;
  const answer = parsed(await output(path, args, environment, timeout));
  if (answer?.status === undefined) throw new Error("does not print a credential");
  return answer.status;
}

interface ExecArgs {
  readonly command?: unknown;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly apiVersion?: string;
  readonly provideClusterInfo?: boolean;
}

function parsed(text: string): { readonly status?: ExecCredential } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function output(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(path, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("error", ({ message }) => failed(new Error(`cannot be started (${message})`)));
    // Not `close`: what it has started itself may keep the streams open.
    child.on("exit", (code, signal) => {
      // What it has written last may still be on its way.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        const last = stderr.trim().split("\n").slice(-3).join(" ");
        const said = last === "" ? "" : `: ${last}`;
        if (code === 0) return done(stdout);
        if (signal === "SIGKILL") return failed(new Error(`did not end within ${timeout / 1000} s${said}`));
        failed(new Error(`failed with ${signal ?? `status ${code}`}${said}`));
      });
    });
  });
}

function clusterInfo({ values }: Located): object {
  return {
    server: values.server,
    "tls-server-name": values["tls-server-name"],
    "insecure-skip-tls-verify": values["insecure-skip-tls-verify"],
    "certificate-authority-data": values["certificate-authority-data"],
    config: null,
  };
}
