import { createServer } from "node:net";
import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { freePort, parseHolder, portTaken, requireFreePort } from "../../../lab/cluster/port.ts";

test("a free port is accepted", async (t) => {
  await t.notThrowsAsync(requireFreePort(await freePort()));
});

test("a taken port is refused with its number and the way out", async (t) => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const error = await t.throwsAsync(requireFreePort(port), { instanceOf: UserError });
  t.regex(
    error?.message ?? "",
    new RegExp(`^Port ${port}, .* is taken by .*: stop it, or .*LAB_PORT=7443 make up`),
  );
});

test("the sentence names the holder if it is known, and another port", (t) => {
  const sentence = (holder: string, port: number, free: number) =>
    `Port ${port}, where the lab's API server listens, is taken by ${holder}: ` +
    `stop it, or choose another port with \`LAB_PORT=${free} make up\`.`;
  t.is(portTaken(6443, "nginx (pid 812)"), sentence("nginx (pid 812)", 6443, 7443));
  t.is(portTaken(7443, undefined), sentence("another process", 7443, 8443));
});

test("the holder is read from ss, if that shows it", (t) => {
  const line = 'LISTEN 0 4096 127.0.0.1:6443 0.0.0.0:* users:(("kube-apiserver",pid=812,fd=5))';
  t.is(parseHolder(line), "kube-apiserver (pid 812)");
  t.is(parseHolder("LISTEN 0 4096 127.0.0.1:6443 0.0.0.0:*"), undefined);
});
