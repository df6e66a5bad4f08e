import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { preStop } from "../../../../core/controllers/haproxy/pre-stop.ts";

const run = promisify(execFile);

/** The script as the container runs it, but for the file that holds HAProxy's process id. */
async function drain(pidFile: string, timeout: "1s" | "10s"): Promise<number> {
  const { command } = preStop({ drain: { delay: "0s", timeout } }).exec;
  const [shell = "", ...args] = command.map((part) => part.replace("/var/run/haproxy.pid", pidFile));
  const start = Date.now();
  await run(shell, args);
  return Date.now() - start;
}

/** A process that ends so long after SIGUSR1, as HAProxy does with open connections; `exited` holds how. */
async function master(seconds: number): Promise<{ child: ChildProcess; pidFile: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "exposure-drain-"));
  const code = `process.on("SIGUSR1", () => setTimeout(() => process.exit(7), ${seconds * 1000}));
    setInterval(() => {}, 1000); console.log("up");`;
  // Node takes SIGUSR1 for its debugger unless something else listens, as here.
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  if (child.stdout) await once(child.stdout, "data");
  const pidFile = join(folder, "haproxy.pid");
  await writeFile(pidFile, `${child.pid}\n`);
  return { child, pidFile, folder };
}

test("the script asks HAProxy to finish open connections, and ends when it has", async (t) => {
  const { child, pidFile, folder } = await master(0.2);
  t.teardown(() => rm(folder, { recursive: true }));
  const exited = once(child, "exit");
  const took = await drain(pidFile, "10s");
  t.deepEqual(await exited, [7, null]);
  t.true(took < 5000, `took ${took} ms`);
});

test("the script waits no longer than drain.timeout", async (t) => {
  const { child, pidFile, folder } = await master(60);
  t.teardown(() => {
    child.kill("SIGKILL");
    return rm(folder, { recursive: true });
  });
  const took = await drain(pidFile, "1s");
  t.true(took >= 1000 && took < 5000, `took ${took} ms`);
  t.is(child.exitCode, null);
});

test("the script ends at once without HAProxy", async (t) => {
  t.true((await drain("/nowhere/haproxy.pid", "10s")) < 2000);
});
