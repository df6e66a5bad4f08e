import { spawn } from "node:child_process";
import { delimiter, dirname, isAbsolute } from "node:path";
import { text } from "node:stream/consumers";
import * as errors from "@pulumi/pulumi/automation/errors.js";
import { CommandError, type PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { messageOf } from "../core/model/user-error.ts";

/**
 * A stack whose engine runs in a process group of its own. A terminal sends Ctrl-C to the whole group of a command: an
 * engine in it would be asked to end twice, by the terminal and by the command, and from the second time on it leaves
 * what it has in flight, live or not.
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_cancel/
 */
export function engineApart(stack: Stack): Stack {
  const { workspace } = stack;
  const pulumiCommand = { get: () => apart(workspace.pulumiCommand) };
  return Object.create(stack, { workspace: { value: Object.create(workspace, { pulumiCommand }) } });
}

/** What the Automation API keeps to itself of the way it starts the engine. */
interface Runner {
  run(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    onOutput?: (data: string) => void,
    onError?: (data: string) => void,
    signal?: AbortSignal,
  ): Promise<Result>;
}

interface Result {
  readonly stdout: string;
  readonly stderr: string;
}

const { createCommandError } = errors as unknown as {
  createCommandError(failed: { readonly stderr: string; toString(): string }): CommandError;
};

function apart(command: PulumiCommand): PulumiCommand & Runner {
  const run: Runner["run"] = async (args, cwd, env, onOutput, onError, signal) => {
    const engine = spawn(command.command, [...args, "--non-interactive"], {
      cwd,
      env: { ...process.env, ...env, PATH: pathWith(command.command, env), PULUMI_AUTOMATION_API: "true" },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    engine.stdout.setEncoding("utf8").on("data", (data: string) => onOutput?.(data));
    engine.stderr.setEncoding("utf8").on("data", (data: string) => onError?.(data));
    const ask = () => engine.kill("SIGINT");
    signal?.addEventListener("abort", ask);
    if (signal?.aborted) ask();
    const ended = new Promise<number | null>((resolve, reject) =>
      engine.on("error", reject).on("close", resolve),
    );
    const outputs = Promise.all([text(engine.stdout), text(engine.stderr)]);
    try {
      const code = await ended;
      const [stdout, stderr] = await outputs;
      if (code === 0) return { stdout, stderr };
      throw failure([`${command.command} ended with code ${code}`, stderr, stdout]);
    } catch (error) {
      throw error instanceof CommandError ? error : failure([messageOf(error)]);
    } finally {
      signal?.removeEventListener("abort", ask);
    }
  };
  return Object.create(command, { run: { value: run } });
}

/** The engine finds the plugins that come with it beside itself. */
function pathWith(command: string, { PATH = process.env.PATH ?? "" }: Readonly<Record<string, string>>) {
  return isAbsolute(command) ? `${dirname(command)}${delimiter}${PATH}` : PATH;
}

/** In the words of the engine, which tell a lock and a missing stack from other failures. */
function failure(texts: readonly string[]): CommandError {
  const stderr = texts.map((text) => text.trim()).join("\n");
  return createCommandError({ stderr, toString: () => stderr });
}
