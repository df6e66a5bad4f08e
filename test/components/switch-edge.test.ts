import { isSecret, output } from "@pulumi/pulumi";
import test from "ava";
import { edgeBefore } from "../../components/switch-edge.ts";
import { UserError } from "../../core/model/user-error.ts";

test("what a switch of an edge exports again is what it found, and the password a secret", async (t) => {
  const { statsPassword, ...others } = edgeBefore({ version: 1, exposure: "o/e/s", statsPassword: "s3cret" });
  t.true(await isSecret(output(statsPassword)));
  t.deepEqual({ ...others }, { version: 1, exposure: "o/e/s" });
});

test("a stack that exports nothing of an edge has nothing to switch", (t) => {
  for (const exported of [{}, { version: 2 }]) {
    t.throws(() => edgeBefore(exported), {
      instanceOf: UserError,
      message:
        "the stack exports nothing of an edge of this version: run `pulumi up` on it once; nothing was switched",
    });
  }
});
