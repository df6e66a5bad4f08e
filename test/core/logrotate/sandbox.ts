import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { renderLogrotateConf, scriptPath } from "../../../core/logrotate/logrotate-conf.ts";
import type { RotateArgs } from "../../../core/model/logs.ts";
import { toBytes, toWholeSeconds } from "../../../core/model/units.ts";

const script = fileURLToPath(new URL("../../../core/logrotate/agent.sh", import.meta.url));

export const rotate: Required<RotateArgs> = {
  every: "1h",
  size: "1k",
  age: "1d",
  keep: 3,
  maxAge: "14d",
  compress: true,
  budget: "1m",
  copyTruncate: false,
};

export interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** The agent with a class' directory of its own, and a /proc in which only the masters given to it appear. */
export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), "logrotate-agent-"));
  readonly logs = join(this.root, "logs");
  readonly #proc = join(this.root, "proc");
  readonly #run = join(this.root, "run");
  readonly #children: ChildProcess[] = [];

  constructor() {
    for (const directory of [this.logs, this.#proc, this.#run]) mkdirSync(directory);
    this.#process("self", "sh", this.logs, "/class");
  }

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.logs, name);
    writeFileSync(path, content);
    return path;
  }

  read(name: string): string {
    const content = readFileSync(join(this.logs, name));
    return (name.endsWith(".gz") ? gunzipSync(content) : content).toString();
  }

  files(): readonly string[] {
    return readdirSync(this.logs)
      .filter((name) => !name.startsWith("."))
      .sort();
  }

  /** Runs `agent.sh`, by default for one look. */
  async agent(over: Partial<Required<RotateArgs>> = {}, ...args: readonly string[]): Promise<Outcome> {
    const command = args.length === 0 ? ["look"] : args;
    try {
      const { stderr } = await promisify(execFile)("sh", [script, ...command], { env: this.#env(over) });
      return { code: 0, said: stderr };
    } catch (error) {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, said: stderr };
    }
  }

  start(over: Partial<Required<RotateArgs>> = {}): ChildProcess {
    const child = spawn("sh", [script, "run"], { env: this.#env(over), stdio: "ignore" });
    this.#children.push(child);
    return child;
  }

  /** A stand-in for an nginx master: writes to `access.log` of `directory`, reopens it on USR1. */
  async nginx(mountRoot = "/class", directory = this.logs, at = this.logs): Promise<Nginx> {
    const child = spawn(process.execPath, ["-e", writer, join(directory, "access.log")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#children.push(child);
    await once(child.stdout, "data");
    this.#process(String(child.pid), "nginx: master process nginx -g daemon off;", at, mountRoot);
    return new Nginx(child);
  }

  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.root, { recursive: true, force: true });
  }

  #process(pid: string, title: string, at: string, mountRoot: string): void {
    mkdirSync(join(this.#proc, pid), { recursive: true });
    writeFileSync(join(this.#proc, pid, "cmdline"), `${title}\0`);
    const other = "21 20 0:5 / /dev rw - devtmpfs udev rw";
    writeFileSync(
      join(this.#proc, pid, "mountinfo"),
      `${other}\n42 20 8:1 ${mountRoot} ${at} rw - ext4 sda rw\n`,
    );
  }

  #env(over: Partial<Required<RotateArgs>>): NodeJS.ProcessEnv {
    const settings = { ...rotate, ...over };
    const conf = join(this.root, "logrotate.conf");
    const rules = renderLogrotateConf(settings).replace("/var/log/nginx-host", this.logs);
    writeFileSync(conf, rules.replace(scriptPath, script));
    chmodSync(conf, 0o644);
    return {
      PATH: `${process.env.PATH}:/usr/sbin`,
      LOG_DIR: this.logs,
      CONF: conf,
      RUN_DIR: this.#run,
      PROC: this.#proc,
      EVERY: String(toWholeSeconds(settings.every)),
      AGE: String(toWholeSeconds(settings.age)),
      MAX_AGE: String(toWholeSeconds(settings.maxAge)),
      KEEP: String(settings.keep),
      BUDGET: String(toBytes(settings.budget)),
      COMPRESS: String(settings.compress),
      COPY_TRUNCATE: String(settings.copyTruncate),
    };
  }
}

export class Nginx {
  readonly #child: ChildProcess;
  reopened = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on("data", (data) => {
      this.reopened += String(data).split("reopened").length - 1;
    });
  }

  /** Resolves once the text is in the file that is open. */
  async log(text: string): Promise<void> {
    const written = once(this.#child.stdout as NodeJS.ReadableStream, "data");
    this.#child.stdin?.write(`${text}\n`);
    await written;
  }
}

const writer = `
  const { openSync, writeSync, closeSync } = require("node:fs");
  const path = process.argv[1];
  let file = openSync(path, "a");
  process.on("SIGUSR1", () => { closeSync(file); file = openSync(path, "a"); process.stdout.write("reopened"); });
  require("node:readline").createInterface({ input: process.stdin })
    .on("line", (line) => { writeSync(file, line + "\\n"); process.stdout.write("written"); });
  process.stdout.write("open");
`;
