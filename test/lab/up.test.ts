import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import test from "ava";
import { stopCluster } from "../../lab/cluster/cluster.ts";
import { claimCluster } from "../../lab/cluster/folder.ts";
import { guardCluster } from "../../lab/cluster/guard.ts";
import { freePort } from "../../lab/cluster/port.ts";

/** The real `make up` and `make down`, in separate processes with a separate state folder. */
const folder = fileURLToPath(new URL("../..", import.meta.url));
let state: string;
/** Its folder holds that state, so that a killed run is cleared away like any cluster of the tests. */
const name = `exposure-test-up-${process.pid}`;
let port: number;

test.before(async () => {
  state = await claimCluster(name);
  guardCluster(name);
  port = await freePort();
});
test.after.always(async () => {
  await ended(start("down"));
  await stopCluster(name);
});

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
}

function start(command: "up" | "down", labPort: number = port): Run {
  const asked = { LAB: command === "up" ? "simulated" : "", LAB_PORT: String(labPort) };
  const env = { ...process.env, XDG_STATE_HOME: state, CONTEXT: "", FAILOVER: "", REGISTRY: "", ...asked };
  const child = spawn(process.execPath, [`lab/${command}.ts`], { cwd: folder, env });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(String(chunk)));
  return { process: child, output: () => chunks.join("") };
}

async function ended(run: Run): Promise<{ readonly code: number | null; readonly output: string }> {
  if (run.process.exitCode === null && run.process.signalCode === null) await once(run.process, "exit");
  return { code: run.process.exitCode, output: run.output() };
}

async function says(run: Run, words: string): Promise<void> {
  while (!run.output().includes(words)) {
    if (run.process.exitCode !== null) throw new Error(`ended without saying "${words}":\n${run.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test.serial("a taken port is refused with its holder and the way out, and nothing is started", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  const { code, output } = await ended(start("up", taken));
  server.close();
  t.is(code, 1);
  t.regex(
    output,
    new RegExp(
      `error: Port ${taken}, where the lab's API server listens, is taken by .*: stop it, or choose`,
    ),
  );
  t.false(output.includes("    at "), "no stack trace");
});

test.serial(
  "a second make up names the first; after a kill the next one continues, and another changes nothing",
  async (t) => {
    t.timeout(10 * 60_000);
    const first = start("up");
    await says(first, "Starting cluster");
    const second = await ended(start("up"));
    t.is(second.code, 1);
    t.true(
      second.output.includes(`\`make up\` runs already (pid ${first.process.pid}, since `),
      second.output,
    );

    first.process.kill("SIGKILL");
    await ended(first);
    const third = await ended(start("up"));
    t.is(third.code, 0, third.output);
    t.true(third.output.includes("Try next:"));
    t.true(
      third.output.includes("Lab: simulated nodes, which run no containers, so that no request is answered"),
    );
    t.false(third.output.includes("curl"));
    t.regex(third.output, /\+ 39 created/);

    const fourth = await ended(start("up"));
    t.is(fourth.code, 0, fourth.output);
    t.regex(fourth.output, /39 unchanged[\s\S]*19 unchanged[\s\S]*26 unchanged/);
  },
);
