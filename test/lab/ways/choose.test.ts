import test from "ava";
import type { LabKind } from "../../../lab/console/environment.ts";
import type { Ability } from "../../../lab/machine/ability.ts";
import { chooseKind, type Machine } from "../../../lab/ways/choose.ts";

const kind: Ability = { ok: true, by: "docker, kind 0.31.0" };
const noKind: Ability = { ok: false, reason: "there is no kind on PATH" };
const nodes: Ability = { ok: true, by: "containerd and kubelet in namespaces" };
const noNodes: Ability = { ok: false, reason: "real nodes need root, and this is uid 1000" };
const idle = { asked: undefined, running: undefined };

const simulated = "Lab: simulated nodes, which run no containers, so that no request is answered";

for (const [what, machine, chosen, line] of [
  [
    "both can run",
    { ...idle, kind, nodes },
    "kind",
    "Lab: a kind cluster with two workers (docker, kind 0.31.0)",
  ],
  [
    "only real nodes can run",
    { ...idle, kind: noKind, nodes },
    "nodes",
    "Lab: two real nodes on this machine (containerd and kubelet in namespaces)",
  ],
  [
    "only kind can run",
    { ...idle, kind, nodes: noNodes },
    "kind",
    "Lab: a kind cluster with two workers (docker, kind 0.31.0)",
  ],
  [
    "neither can run",
    { ...idle, kind: noKind, nodes: noNodes },
    "simulated",
    `${simulated}; for the real thing, either of two things is missing: there is no kind on PATH; or real nodes need root, and this is uid 1000`,
  ],
  [
    "LAB=nodes",
    { ...idle, asked: "nodes", kind, nodes },
    "nodes",
    "Lab: two real nodes on this machine (containerd and kubelet in namespaces)",
  ],
  ["LAB=simulated", { ...idle, asked: "simulated", kind, nodes }, "simulated", simulated],
  [
    "the lab is up with simulated nodes",
    { ...idle, running: "simulated", kind, nodes },
    "simulated",
    simulated,
  ],
  [
    "the lab is up with real nodes",
    { ...idle, running: "nodes", kind, nodes },
    "nodes",
    "Lab: two real nodes on this machine (containerd and kubelet in namespaces)",
  ],
  [
    "the lab is up with what is asked for",
    { asked: "kind", running: "kind", kind, nodes },
    "kind",
    "Lab: a kind cluster with two workers (docker, kind 0.31.0)",
  ],
] as const satisfies readonly (readonly [string, Machine, LabKind, string])[]) {
  test(`where ${what}, it is ${chosen}`, (t) => {
    t.deepEqual(chooseKind(machine), { ok: true, kind: chosen, line });
  });
}

for (const [what, machine, problem] of [
  [
    "LAB=kind without kind",
    { ...idle, asked: "kind", kind: noKind, nodes },
    "LAB=kind is not possible here: there is no kind on PATH.",
  ],
  [
    "LAB=nodes without root",
    { ...idle, asked: "nodes", kind, nodes: noNodes },
    "LAB=nodes is not possible here: real nodes need root, and this is uid 1000.",
  ],
  [
    "another LAB= than the one that is up",
    { asked: "kind", running: "simulated", kind, nodes },
    "The lab is up with simulated nodes: take it down with `make down`, then `make up LAB=kind`.",
  ],
  [
    "a kind cluster whose docker is gone",
    { ...idle, running: "kind", kind: noKind, nodes },
    "The lab is up with a kind cluster with two workers, which can no longer be used: there is no kind on PATH. Or `make down`.",
  ],
] as const satisfies readonly (readonly [string, Machine, string])[]) {
  test(`${what} is refused`, (t) => {
    t.deepEqual(chooseKind(machine), { ok: false, problem });
  });
}
