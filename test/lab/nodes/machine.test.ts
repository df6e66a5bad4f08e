import test from "ava";
import { parseHierarchies } from "../../../lab/nodes/cgroups.ts";
import { parseLinks } from "../../../lab/nodes/network.ts";
import { aptPackages, missingTools, nodeTools } from "../../../lab/nodes/packages.ts";
import { innermostPid } from "../../../lab/nodes/processes.ts";
import { judge, type Machine } from "../../../lab/nodes/requirements.ts";
import { mountsBelow } from "../../../lab/nodes/traces.ts";

const able: Machine = { platform: "linux", uid: 0, missing: [], hasApt: true, canUnshare: true };

const verdicts: readonly [title: string, machine: Partial<Machine>, reason: string | undefined][] = [
  ["a Linux root with everything", {}, undefined],
  ["missing tools that apt can install", { missing: ["containerd"] }, undefined],
  ["macOS", { platform: "darwin", uid: 501 }, "real nodes need Linux, and this is darwin"],
  ["an ordinary user", { uid: 1000 }, "real nodes need root, and this is uid 1000"],
  [
    "missing tools without apt",
    { missing: ["runc", "nft"], hasApt: false },
    "real nodes need runc, nft, and there is no apt to install them with",
  ],
  [
    "root without namespaces",
    { canUnshare: false },
    "real nodes need namespaces, and this machine refuses to make them",
  ],
];

for (const [title, machine, reason] of verdicts) {
  test(`real nodes ${reason === undefined ? "run" : "do not run"} with ${title}`, (t) => {
    t.deepEqual(judge({ ...able, ...machine }), reason === undefined ? { ok: true } : { ok: false, reason });
  });
}

test("a tool is missing if no system folder has it", (t) => {
  const missing = missingTools(
    nodeTools,
    (file) => !file.endsWith("/conntrack") && /^\/usr\/(bin|lib)\//.test(file),
  );
  t.deepEqual(
    missing.map(({ command }) => command),
    ["conntrack"],
  );
});

test("only packages that are too old in an old Debian come from trixie", (t) => {
  const containerd = nodeTools.filter(({ command }) => command === "containerd" || command === "runc");
  t.deepEqual(aptPackages(containerd, "bookworm"), ["containerd/trixie", "runc"]);
  t.deepEqual(aptPackages(containerd, "trixie"), ["containerd", "runc"]);
});

test("cgroup hierarchies of both versions are read from the mounts", (t) => {
  const mounts = `proc /proc proc rw 0 0
cgroup /sys/fs/cgroup/cpu cgroup rw,relatime,cpu 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0
`;
  t.deepEqual(parseHierarchies(mounts), [
    { folder: "/sys/fs/cgroup/cpu", controllers: ["rw", "relatime", "cpu"] },
    { folder: "/sys/fs/cgroup/unified", controllers: [] },
  ]);
});

const pids: readonly [title: string, status: string, pid: number | undefined][] = [
  ["a node's init", "Name:\tbash\nNSpid:\t4711\t1\n", 1],
  ["another process of the node", "NSpid:\t4712\t17\n", 17],
  ["a process of the machine, even its init", "NSpid:\t1\n", undefined],
  ["a process that is gone", "", undefined],
];

for (const [title, status, pid] of pids) {
  test(`the pid within the node is read for ${title}`, (t) => {
    t.is(innermostPid(status), pid);
  });
}

test("network links are read by name", (t) => {
  const text = "Inter-|   Receive\n face |bytes    packets\n    lo: 1 2\nbr-exposure: 0 0\n";
  t.deepEqual(parseLinks(text), ["lo", "br-exposure"]);
});

test("only mounts below the folder count, not those beside it", (t) => {
  const mounts = "tmpfs /n/node1/disk tmpfs rw 0 0\ntmpfs /n2 tmpfs rw 0 0\nproc /proc proc rw 0 0\n";
  t.deepEqual(mountsBelow("/n", mounts), ["/n/node1/disk"]);
});
