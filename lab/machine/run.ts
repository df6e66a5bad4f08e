import { spawn } from "node:child_process";
import { constants } from "node:os";

/** User and group of a command. Only root can run a command as another user. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly account?: Account | undefined;
  /** Milliseconds after which the command is killed and reported as failed. */
  readonly timeout?: number;
  /** Called with each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that could not be started, failed or ran out of time. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** Exit status; 128 + signal where a signal ended it; undefined where it never started. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;

  constructor(command: string, reason: string, status: number | undefined, output: Output) {
    const lastOutput = lastLines(output.stderr.trim() || output.stdout.trim(), 20);
    super(`\`${command}\` ${reason}${lastOutput === "" ? "" : `:\n${lastOutput}`}`);
    this.status = status;
    this.stdout = output.stdout;
    this.stderr = output.stderr;
  }
}

/**
 * Runs a command to its end and returns what it wrote.
 * @throws {CommandError} naming the command, how it ended and the last lines it wrote.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const output = { stdout: "", stderr: "" };
    const shown = [command, ...args].join(" ");
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      ...options.account,
    });
    let timedOut = false;
    const timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill("SIGKILL");
          }, options.timeout);
    for (const stream of ["stdout", "stderr"] as const) {
      let rest = "";
      child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
        output[stream] += chunk;
        if (options.onLine === undefined) return;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) options.onLine(line);
      });
      child[stream]?.on("end", () => rest !== "" && options.onLine?.(rest));
    }
    child.stdin?.on("error", () => {}); // the command may end before it has read all of its input
    child.stdin?.end(options.input);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new CommandError(shown, `could not be started (${error.message})`, undefined, output));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(output);
      const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      const reason = timedOut
        ? `did not end within ${options.timeout} ms`
        : signal === null
          ? `failed with status ${code}`
          : `was ended by ${signal}`;
      reject(new CommandError(shown, reason, status, output));
    });
  });
}

function lastLines(text: string, count: number): string {
  return text.split("\n").slice(-count).join("\n");
}
