import { join } from "node:path";
import test from "ava";
import { run } from "../../../lab/machine/run.ts";

test("the generator's own tests pass: reading answers, quantiles, spells", async (t) => {
  const { stdout } = await run("go", ["test", "-count=1", "-v", "./..."], {
    cwd: join(import.meta.dirname, "..", "..", "..", "bench", "load"),
    env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
  });
  t.regex(stdout, /^--- PASS: TestReadResponse /m);
  t.notRegex(stdout, /^--- SKIP/m);
});
