import test from "ava";
import { judgeKind, type KindFacts } from "../../../lab/kind/ability.ts";

const all: KindFacts = { docker: "answers", podman: "absent", kind: "kind v0.31.0 go1.25.5 linux/amd64" };
const get = "https://kind.sigs.k8s.io/docs/user/quick-start";
const silent = "the Docker daemon does not answer (start it: `systemctl start docker`)";
const none = `there is no kind on PATH (${get})`;

for (const [what, changes, ability] of [
  ["docker answers", {}, { ok: true, by: "docker, kind 0.31.0" }],
  [
    "podman answers, and docker does not",
    { docker: "silent", podman: "answers" },
    { ok: true, by: "podman, kind 0.31.0" },
  ],
  [
    "the first version that is new enough",
    { kind: "kind v0.23.0 go1.22" },
    { ok: true, by: "docker, kind 0.23.0" },
  ],
  ["no Docker daemon", { docker: "silent" }, { ok: false, reason: silent }],
  [
    "no Docker daemon, and no kind",
    { docker: "silent", kind: undefined },
    { ok: false, reason: `${silent}, and ${none}` },
  ],
  [
    "podman that fails",
    { docker: "absent", podman: "silent" },
    { ok: false, reason: "podman does not answer (see `podman info`)" },
  ],
  ["no engine", { docker: "absent" }, { ok: false, reason: "there is no docker or podman on PATH" }],
  ["no kind", { kind: undefined }, { ok: false, reason: none }],
  [
    "a kind too old",
    { kind: "kind v0.22.0 go1.20" },
    { ok: false, reason: `kind is 0.22.0, older than 0.23.0, the first with Kubernetes 1.30 (${get})` },
  ],
  [
    "a kind without a version",
    { kind: "kind unknown" },
    { ok: false, reason: `kind says "kind unknown" for its version (${get})` },
  ],
] as const satisfies readonly (readonly [string, Partial<KindFacts>, object])[]) {
  test(`kind with ${what}`, (t) => {
    t.deepEqual(judgeKind({ ...all, ...changes }), ability);
  });
}
