import { mkdirSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { accessOf } from "../../../core/kubernetes/access.ts";
import { findCluster } from "../../../core/kubernetes/kubeconfig.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { toldBy } from "../../told-problems.ts";

interface Entries {
  readonly user?: object;
  readonly cluster?: object;
}

async function access(t: ExecutionContext, { user = {}, cluster = {} }: Entries) {
  const folder = await temporaryFolder(t);
  const kubeconfig = join(folder, "config");
  mkdirSync(join(folder, "keys"));
  writeFileSync(join(folder, "keys", "token"), "from a file\n");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
      clusters: [{ name: "k", cluster: { server: "https://10.0.0.1", ...cluster } }],
      users: [{ name: "u", user }],
    }),
  );
  return accessOf(findCluster({ kubeconfig }));
}

/** A plugin that runs this and prints it. */
const plugin = (script: string) => ({
  exec: {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "sh",
    args: ["-c", script],
    env: [{ name: "WHO", value: "me" }],
  },
});

for (const [what, user, headers] of [
  ["nothing", {}, {}],
  ["a token", { token: "t" }, { authorization: "Bearer t" }],
  [
    "a token in a file beside the kubeconfig",
    { tokenFile: "keys/token", token: "old" },
    { authorization: "Bearer from a file" },
  ],
  [
    "an exec plugin, with its environment",
    plugin('echo "{\\"status\\":{\\"token\\":\\"$WHO\\"}}"'),
    { authorization: "Bearer me" },
  ],
  [
    "an exec plugin that wants to know how it is asked",
    plugin(
      'v=$(echo "$KUBERNETES_EXEC_INFO" | grep -c client.authentication.k8s.io/v1); echo "{\\"status\\":{\\"token\\":\\"$v\\"}}"',
    ),
    { authorization: "Bearer 1" },
  ],
  [
    "impersonation",
    { token: "t", as: "me", "as-groups": ["a", "b"] },
    { authorization: "Bearer t", "impersonate-user": "me", "impersonate-group": ["a", "b"] },
  ],
] as const) {
  test(`a user with ${what} asks with these headers`, async (t) => {
    const { headers: sent, agent } = await access(t, { user });
    t.deepEqual(sent, headers);
    t.true(agent instanceof Agent);
  });
}

test("what a cluster says of its certificate reaches TLS", async (t) => {
  const { servername, rejectUnauthorized, agent } = await access(t, {
    cluster: { "tls-server-name": "api.example", "insecure-skip-tls-verify": true },
  });
  t.deepEqual([servername, rejectUnauthorized], ["api.example", false]);
  t.like(agent, { options: { servername: "api.example", rejectUnauthorized: false, keepAlive: true } });
});

for (const [what, entries, code] of [
  ["a plugin that fails", { user: plugin("exit 3") }, "exec-plugin-failed"],
  ["a plugin that prints no credential", { user: plugin("echo hello") }, "exec-plugin-failed"],
  ["a plugin that is missing", { user: { exec: { command: "/nonexistent/plugin" } } }, "exec-plugin-failed"],
  ["a plugin without a command", { user: { exec: {} } }, "exec-plugin-failed"],
  [
    "a client certificate that is missing",
    { user: { "client-certificate": "gone.crt" } },
    "unusable-kubeconfig",
  ],
  [
    "a client certificate that is no PEM",
    { user: { "client-certificate-data": "Zm9v" } },
    "unusable-kubeconfig",
  ],
  ["a CA that is missing", { cluster: { "certificate-authority": "gone.crt" } }, "unusable-kubeconfig"],
  ["a token file that is missing", { user: { tokenFile: "gone" } }, "unusable-kubeconfig"],
  [
    "an identity provider that is unknown",
    { user: { "auth-provider": { name: "oidc", config: {} } } },
    "unusable-kubeconfig",
  ],
] as const) {
  test(`${what} is refused in one sentence`, async (t) => {
    t.deepEqual(await toldBy(() => access(t, entries)), [`kubeconfig: ${code}`]);
  });
}
