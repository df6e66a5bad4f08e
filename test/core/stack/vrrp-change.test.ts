import test from "ava";
import { keepalivedConf } from "../../../core/controllers/haproxy/keepalived.ts";
import { resolveVirtualIp } from "../../../core/model/resolve-virtual-ip.ts";
import type { VirtualIpArgs } from "../../../core/model/virtual-ip.ts";
import { vrrpChanges } from "../../../core/stack/vrrp-change.ts";
import { edgeOf } from "../edge-fixtures.ts";

const edge = edgeOf();
const ip = (secret: string, args: Partial<VirtualIpArgs> = {}) =>
  resolveVirtualIp({ address: "192.0.2.100/24", interface: "eth0", routerId: 51, ...args }, secret);
const old = ip("Xk3vQ9wz");

/** An API server with this configuration in the edge's Secret, and what it was asked. */
function serverWith(conf: string | undefined) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return conf && { data: { "keepalived.conf": Buffer.from(conf).toString("base64") } };
  };
  return { asked, open: async () => ({ get }) };
}

const running = () => serverWith(keepalivedConf(edge, old));

const sentence = (key: string) =>
  `${key}: differs from that of the running edge, whose pods are replaced one after the other, and nodes with the old and the new one do not hear each other: from the first pod to the last two nodes have 192.0.2.100, and connections to it may break; docs/haproxy-edge.md has the steps without that (Another password)`;

for (const [title, virtualIp, keys] of [
  ["nothing new", old, []],
  ["another password", ip("Zm7tB2qy"), ["vrrpSecret"]],
  ["another router", ip("Xk3vQ9wz", { routerId: 52 }), ["virtualIp.routerId"]],
  ["both", ip("Zm7tB2qy", { routerId: 52 }), ["vrrpSecret", "virtualIp.routerId"]],
  // Nodes with either still hear each other.
  ["another priority and image", ip("Xk3vQ9wz", { priority: 100, image: "keepalived:2" }), []],
] as const) {
  test(`${title}: told at preview`, async (t) => {
    const { asked, open } = running();
    const told = await vrrpChanges({ edge, virtualIp }, open);
    t.deepEqual(told, keys.map(sentence));
    t.deepEqual(asked, ["/api/v1/namespaces/haproxy-edge/secrets/haproxy-virtual-ip"]);
    t.notRegex(told.join(), /Xk3vQ9wz|Zm7tB2qy/);
  });
}

test("an edge without an address of its own is not asked for", async (t) => {
  const { asked, open } = running();
  t.deepEqual(await vrrpChanges({ edge }, open), []);
  t.deepEqual(asked, []);
});

for (const [title, open] of [
  ["has no such Secret", serverWith(undefined).open],
  ["has one of another content", serverWith("global_defs {}").open],
  ["does not show it", async () => ({ get: () => Promise.reject(new Error("status 403")) })],
  ["cannot be opened", () => Promise.reject(new Error("no such plugin"))],
] as const) {
  test(`an API server that ${title} says nothing of a change`, async (t) => {
    t.deepEqual(await vrrpChanges({ edge, virtualIp: ip("Zm7tB2qy") }, open), []);
  });
}
