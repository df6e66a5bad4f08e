import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";

import { nodeSysctls, podSysctls } from "../../../core/kubernetes/sysctls.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { resolveClass } from "../resolve-class.ts";

const sysctls = { "net.core.somaxconn": "65535", "net.ipv4.ip_local_port_range": "10240 65535" };
const onNode = resolveClass("public", { sysctls });
const inPod = resolveClass("public", { sysctls, expose: { as: "nodePort" } });

test("a class without sysctls sets none", (t) => {
  t.deepEqual(nodeSysctls(resolveClass("public", {})), {});
  t.deepEqual(podSysctls(resolveClass("public", { expose: { as: "nodePort" } })), []);
});

test("in the pod's own network the kubelet sets them", (t) => {
  t.deepEqual(podSysctls(inPod), [
    { name: "net.core.somaxconn", value: "65535" },
    { name: "net.ipv4.ip_local_port_range", value: "10240 65535" },
  ]);
  t.deepEqual(nodeSysctls(inPod), {});
});

test("on the node's network a privileged init container writes them, because the API server refuses the pod's", (t) => {
  t.deepEqual(podSysctls(onNode), []);
  const [container, ...others] = nodeSysctls(onNode).initContainers ?? [];
  t.is(others.length, 0);
  t.deepEqual(container?.args, [
    "net/core/somaxconn",
    "65535",
    "net/ipv4/ip_local_port_range",
    "10240 65535",
  ]);
  t.deepEqual(container?.securityContext, { privileged: true, runAsUser: 0, runAsGroup: 0 });
});

test("a name with slashes keeps its dots: interfaces may have them", (t) => {
  const spec = resolveClass("public", { sysctls: { "net/ipv4/conf/eth0.100/rp_filter": "1" } });
  t.deepEqual(nodeSysctls(spec).initContainers?.[0]?.args, ["net/ipv4/conf/eth0.100/rp_filter", "1"]);
});

test("the script writes each value to its file and never interprets it as shell", async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, "net/core"), { recursive: true });
  const [container] = nodeSysctls(onNode).initContainers ?? [];
  const [program = "", ...args] = container?.command ?? [];
  const local = args.map((arg) => arg.replace("/proc/sys", root));
  const values = ["net/core/somaxconn", "65535", "net/core/other", '$(false) "1 2"'];
  await promisify(execFile)(program, [...local, ...values]);
  t.is(await readFile(join(root, "net/core/somaxconn"), "utf8"), "65535");
  t.is(await readFile(join(root, "net/core/other"), "utf8"), '$(false) "1 2"');
});
