import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { stringify } from "yaml";
import { connection } from "../../../../lab/plugins/kubernetes/kubeconfig.ts";
import { temporaryFolder } from "../../../temporary-folder.ts";

const config = (user: object, cluster: object = {}) =>
  stringify({
    "current-context": "lab",
    contexts: [
      { name: "lab", context: { cluster: "lab", user: "admin", namespace: "shop" } },
      { name: "other", context: { cluster: "gone", user: "admin" } },
    ],
    clusters: [{ name: "lab", cluster: { server: "https://127.0.0.1:6443/", ...cluster } }],
    users: [{ name: "admin", user }],
  });

test("content gives server, namespace and credentials", (t) => {
  const data = Buffer.from("PEM").toString("base64");
  const kubeconfig = config({ "client-certificate-data": data, "client-key-data": data, token: "abc" });
  t.deepEqual(connection({ kubeconfig }), {
    server: "https://127.0.0.1:6443",
    namespace: "shop",
    insecure: false,
    cert: Buffer.from("PEM"),
    key: Buffer.from("PEM"),
    token: "abc",
  });
});

test("files beside the kubeconfig are read, several kubeconfigs are joined", async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, "ca.crt"), "CA");
  writeFileSync(join(folder, "one"), config({ token: "abc" }, { "certificate-authority": "ca.crt" }));
  writeFileSync(
    join(folder, "two"),
    stringify({ contexts: [{ name: "two", context: { cluster: "lab", user: "admin" } }] }),
  );
  const kubeconfig = `${join(folder, "one")}:${join(folder, "two")}`;
  t.like(connection({ kubeconfig, context: "two" }), {
    namespace: "default",
    ca: Buffer.from("CA"),
    token: "abc",
  });
});

const problems: readonly [title: string, choice: Parameters<typeof connection>[0], message: RegExp][] = [
  [
    "a context that is missing",
    { kubeconfig: config({}), context: "x" },
    /^The given kubeconfig has no context "x": it has lab, other\.$/,
  ],
  [
    "a cluster that is missing",
    { kubeconfig: config({}), context: "other" },
    /names the cluster "gone" but does not define it/,
  ],
  [
    "a credential plugin",
    { kubeconfig: config({ exec: { command: "login" } }) },
    /asks for "exec", which this stand-in does not know/,
  ],
  ["a proxy", { kubeconfig: config({}, { "proxy-url": "http://proxy" }) }, /asks for "proxy-url"/],
  [
    "a file that is missing",
    { kubeconfig: "/no/such/file" },
    /^There is no kubeconfig at \/no\/such\/file: set KUBECONFIG/,
  ],
];

for (const [title, choice, message] of problems) {
  test(`${title} is refused`, (t) => {
    t.throws(() => connection(choice), { message });
  });
}
