import test from "ava";
import { buildKey, type GoBuild, whyGoCannotBuild } from "../../../lab/tools/go-build.ts";

const build: GoBuild = { module: "tools/etcd", packages: { etcd: "go.etcd.io/etcd/server/v3" }, ldflags: "" };

test("the key of a build changes exactly with what affects its result", (t) => {
  const key = buildKey(build);
  t.regex(key, /^[0-9a-f]{12}$/);
  t.is(buildKey({ ...build }), key);
  t.not(buildKey({ ...build, ldflags: "-X a=b" }), key);
  t.not(buildKey({ ...build, module: "tools/kubernetes" }), key);
  const module = "tools/pulumi-kubernetes";
  const standIns = { "stand-ins/kinds.go": { module: "example.com/sdk", file: "kinds.go" } };
  t.not(buildKey({ ...build, module, standIns }), buildKey({ ...build, module }));
  t.not(buildKey({ ...build, packages: { other: "go.etcd.io/etcd/server/v3" } }), key);
});

for (const [reported, reason] of [
  [undefined, "there is no go on PATH"],
  ["go version go1.19.8 linux/amd64", "go version go1.19.8 linux/amd64 is too old"],
  ["go version go1.21.0 linux/amd64", undefined],
  ["go version go1.26.8 linux/amd64", undefined],
] as const) {
  test(`${reported ?? "no go"}: ${reason ?? "can build"}`, (t) => t.is(whyGoCannotBuild(reported), reason));
}
