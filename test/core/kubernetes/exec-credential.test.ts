import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { execCredential } from "../../../core/kubernetes/exec-credential.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const cluster = { name: "k", folder: "/", values: { server: "https://10.0.0.1" } };
const user = (folder: string, exec: object) => ({ name: "u", folder, values: { exec } });

test("a plugin that hangs is killed, and what it said last is told", async (t) => {
  const folder = await temporaryFolder(t);
  const mark = join(folder, "late");
  const script = `echo 'open https://login.example' >&2; sleep 1; touch ${mark}`;
  const began = performance.now();
  await t.throwsAsync(execCredential(user(folder, { command: "sh", args: ["-c", script] }), cluster, 300), {
    message: "did not end within 0.3 s: open https://login.example",
  });
  t.true(performance.now() - began < 900, "what the plugin has started is not waited for");
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  t.false(existsSync(mark));
});

test("a command with a slash lies beside the kubeconfig, and is told of the cluster if it asks", async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, "plugin");
  writeFileSync(
    file,
    '#!/bin/sh\nserver=$(echo "$KUBERNETES_EXEC_INFO" | sed -n \'s/.*"server":"\\([^"]*\\)".*/\\1/p\')\necho "{\\"status\\":{\\"token\\":\\"$server\\"}}"\n',
  );
  chmodSync(file, 0o700);
  const exec = { command: "./plugin", provideClusterInfo: true };
  t.deepEqual(await execCredential(user(folder, exec), cluster), { token: "https://10.0.0.1" });
});
