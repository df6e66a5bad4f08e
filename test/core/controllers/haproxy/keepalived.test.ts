import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import test from "ava";
import { keepalivedConf, keepalivedFingerprint } from "../../../../core/controllers/haproxy/keepalived.ts";
import { edgeObjects } from "../../../../core/controllers/haproxy/objects.ts";
import { resolveVirtualIp } from "../../../../core/model/resolve-virtual-ip.ts";
import { edgeOf } from "../../edge-fixtures.ts";

const ip = resolveVirtualIp({ address: "192.0.2.100/24", interface: "eth0", routerId: 51 }, "Xk3vQ9wz");

test("one configuration gives each node its own address and its peers", (t) => {
  const nodes = ["192.0.2.11", "192.0.2.12", "192.0.2.13"];
  const conf = keepalivedConf(edgeOf({ nodes, portOffset: 1 }), ip);
  const of = (node: string) =>
    conf
      .split("\n")
      .map((line) => /^( *)@(\^?)(\S+) (.*)$/.exec(line) ?? line)
      .flatMap((line) => {
        if (typeof line === "string") return [line];
        const [, indent = "", not = "", id = "", rest = ""] = line;
        return (id === node) === (not === "") ? [indent + rest] : [];
      })
      .join("\n");
  t.true(
    of("192.0.2.12").includes(
      "unicast_src_ip 192.0.2.12\n  unicast_peer {\n    192.0.2.11\n    192.0.2.13\n  }",
    ),
  );
  t.true(conf.includes('script "/usr/local/bin/check-haproxy 1043"'));
  t.true(conf.includes("    auth_pass Xk3vQ9wz\n"));
  t.true(conf.includes("    192.0.2.100/24 dev eth0\n"));
});

test("keepalived is in the pod only with a virtual address, and has four capabilities", (t) => {
  const podOf = (address?: typeof ip) =>
    edgeObjects({ ...edgeOf(), virtualIp: address }, [], []).workload.spec.template;
  t.deepEqual(
    podOf().spec?.containers.map(({ name }) => name),
    ["haproxy"],
  );
  const { metadata, spec } = podOf(ip);
  t.deepEqual(
    spec?.containers.map(({ name }) => name),
    ["haproxy", "keepalived"],
  );
  t.deepEqual(
    spec?.volumes?.map(({ name }) => name),
    ["stats", "virtual-ip", "keepalived-run"],
  );
  t.deepEqual(spec?.containers[1]?.securityContext, {
    runAsUser: 0,
    runAsGroup: 0,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"], add: ["NET_ADMIN", "NET_RAW", "SETGID", "SETUID"] },
  });
  t.regex(metadata?.annotations?.["exposure.dev/virtual-ip"] ?? "", /^[0-9a-f]{16}$/);
});

test("a change of password or address replaces the pods", (t) => {
  const print = keepalivedFingerprint(edgeOf(), ip);
  const others = [
    { ...ip, secret: "Yk3vQ9wz" },
    { ...ip, address: "192.0.2.101/24" },
  ];
  for (const other of others) t.not(keepalivedFingerprint(edgeOf(), other), print);
  t.is(keepalivedFingerprint(edgeOf(), { ...ip }), print);
});

test("without the password, which a render does not know, the pod has no fingerprint", (t) => {
  const { workload } = edgeObjects({ ...edgeOf(), virtualIp: { ...ip, secret: undefined } }, [], []);
  t.deepEqual(Object.keys(workload.spec.template.metadata?.annotations ?? {}), [
    "exposure.dev/stats-generation",
  ]);
});

const run = promisify(execFile);

async function checkOf(status: number | undefined): Promise<boolean> {
  const server = createServer((_, response) => response.writeHead(status ?? 200).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  if (status === undefined) server.close();
  try {
    await run("bash", ["images/keepalived/check-haproxy", String(port)]);
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

for (const [title, status, healthy] of [
  ["an answer of 200", 200, true],
  ["an answer of 503", 503, false],
  ["no listener", undefined, false],
] as const) {
  test.serial(`the check holds ${title} for ${healthy ? "healthy" : "ill"}`, async (t) => {
    t.is(await checkOf(status), healthy);
  });
}
