import test from "ava";
import { compareVersions, findRequirement, parseVersion, pinnedVersion } from "../../../lab/tools/version.ts";

for (const [text, version] of [
  ["v3.256.0", [3, 256, 0]],
  ["Kubernetes v1.36.3", [1, 36, 3]],
  ["go version go1.26 linux/amd64", [1, 26, 0]],
  ["etcd Version: 3.5.16\nGit SHA: 1", [3, 5, 16]],
  ["none", undefined],
] as const) {
  test(`the version in ${JSON.stringify(text)}`, (t) =>
    t.deepEqual<unknown, unknown>(parseVersion(text), version));
}

test("versions are compared as numbers, not as text", (t) => {
  t.true(compareVersions([3, 9, 0], [3, 10, 0]) < 0);
  t.true(compareVersions([4, 0, 0], [3, 10, 9]) > 0);
  t.is(compareVersions([1, 2, 3], [1, 2, 3]), 0);
});

test("a requirement is found by its whole path, in a block or alone", (t) => {
  const goMod = "module m\n\nrequire a.b/c v1.2.3\n\nrequire (\n\ta.b/c/v2 v2.0.0 // indirect\n)\n";
  t.is(findRequirement(goMod, "a.b/c"), "v1.2.3");
  t.is(findRequirement(goMod, "a.b/c/v2"), "v2.0.0");
  t.is(findRequirement(goMod, "a.b"), undefined);
});

test("a module that is not pinned is an internal error", (t) => {
  t.throws(() => pinnedVersion("etcd", "a.b/c"), { message: "tools/etcd/go.mod does not require a.b/c" });
});
