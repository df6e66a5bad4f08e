import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { Kubectl } from "../../../lab/cluster/kubectl.ts";
import { withForward } from "../../../lab/requests/forward.ts";
import { standIns } from "../stand-ins.ts";

/** Listens on the first port of its last argument, as `kubectl port-forward` does. */
const forwards = `for last; do :; done
exec "${process.execPath}" -e 'require("node:http").createServer((_, r) => r.end("forwarded")).listen(Number(process.argv[1]), "127.0.0.1", () => console.log("Forwarding from 127.0.0.1:" + process.argv[1]))' "\${last%%:*}"`;
const output = {
  className: "trial",
  controller: "f5",
  namespace: "ingress-trial",
  exposedAs: "nodePort",
  ports: { http: 30080, https: 30443 },
  nodeSelector: {},
} as const;
const target = { kubectl: new Kubectl("kubectl", "/k"), kubectlCommand: "kubectl --context prod" };

test.serial("a class's Service is a port of this machine for as long as it is used", async (t) => {
  const commands = await standIns(t, { kubectl: forwards });
  const used = await withForward(target, output, "http", async ({ address, http }, command) => ({
    body: await (await fetch(`http://${address}:${http}/`)).text(),
    http,
    command,
  }));
  const args = `--namespace ingress-trial port-forward service/controller ${used.http}:80`;
  t.is(used.body, "forwarded");
  t.is(used.command, `kubectl --context prod ${args}`);
  t.deepEqual(commands.calls(), [`kubectl --kubeconfig /k ${args}`]);
  await t.throwsAsync(fetch(`http://127.0.0.1:${used.http}/`));
});

test.serial("a kubectl that may not forward is told in its own words", async (t) => {
  await standIns(t, { kubectl: "echo 'error: services \"controller\" is forbidden' >&2; exit 1" });
  await t.throwsAsync(
    withForward(target, output, "https", async () => {}),
    { instanceOf: UserError, message: /: error: services "controller" is forbidden$/ },
  );
});
