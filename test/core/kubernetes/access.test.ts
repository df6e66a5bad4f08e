import { mkdirSync, writeFileSync } from "node:fs";
import { Agent } from "node:https";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { accessOf } from "../../../core/kubernetes/access.ts";
import { findCluster } from "../../../core/kubernetes/kubeconfig.ts";
import { ConfigError } from "../../../core/model/problems.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

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

for (const [what, entries, code, sentence] of [
  [
    "a plugin that fails",
    { user: plugin("echo no login >&2; exit 3") },
    "exec-plugin-failed",
    'the exec plugin "sh" of the kubeconfig\'s user "u" failed with status 3: no login; kubectl runs it too, so try it there',
  ],
  [
    "a plugin that prints no credential",
    { user: plugin("echo hello") },
    "exec-plugin-failed",
    'the exec plugin "sh" of the kubeconfig\'s user "u" does not print a credential; kubectl runs it too, so try it there',
  ],
  [
    "a plugin that is missing",
    { user: { exec: { command: "/nonexistent/plugin" } } },
    "exec-plugin-failed",
    'the exec plugin "/nonexistent/plugin" of the kubeconfig\'s user "u" cannot be started (spawn /nonexistent/plugin ENOENT); kubectl runs it too, so try it there',
  ],
  [
    "a plugin without a command",
    { user: { exec: {} } },
    "exec-plugin-failed",
    'the exec plugin "" of the kubeconfig\'s user "u" names no command; kubectl runs it too, so try it there',
  ],
  [
    "a client certificate that is missing",
    { user: { "client-certificate": "gone.crt" } },
    "unusable-kubeconfig",
    /^the kubeconfig's context "c" cannot be used: ENOENT: .*gone\.crt'$/,
  ],
  [
    "a client certificate that is no PEM",
    { user: { "client-certificate-data": "Zm9v" } },
    "unusable-kubeconfig",
    /^the kubeconfig's context "c" cannot be used: its CA, client certificate or client key is no PEM \(.*\)$/,
  ],
  [
    "a CA that is missing",
    { cluster: { "certificate-authority": "gone.crt" } },
    "unusable-kubeconfig",
    /^the kubeconfig's context "c" cannot be used: ENOENT: .*gone\.crt'$/,
  ],
  [
    "a token file that is missing",
    { user: { tokenFile: "gone" } },
    "unusable-kubeconfig",
    /^the kubeconfig's context "c" cannot be used: ENOENT: .*gone'$/,
  ],
  [
    "a login by OIDC without a token",
    { user: { "auth-provider": { name: "gcp", config: {} } } },
    "unusable-kubeconfig",
    /^the kubeconfig's context "c" cannot be used: /,
  ],
] as const) {
  test(`${what} is refused in one sentence`, async (t) => {
    const error = await t.throwsAsync(access(t, entries), { instanceOf: ConfigError });
    const [problem, another] = error.problems;
    t.is(another, undefined);
    t.like(problem, { path: "kubeconfig", code });
    if (typeof sentence === "string") t.is(problem?.message, sentence);
    else t.regex(problem?.message ?? "", sentence);
  });
}
