import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { latestOnly } from "../../../lab/testbed/latest.ts";

test("work that was left behind ends before the next of its key begins; another key's goes on", async (t) => {
  const latest = latestOnly();
  const seen: string[] = [];
  const work = (name: string) => async (signal: AbortSignal) => {
    seen.push(`${name} begins`);
    await sleep(60_000, undefined, { signal }).catch(() => sleep(20));
    seen.push(`${name} ends`);
    throw new Error(name);
  };
  const first = latest("exposure", work("first"));
  await sleep(10);
  t.is(await latest("demo", async () => "at once"), "at once");
  t.deepEqual(seen, ["first begins"]);
  t.is(
    await latest("exposure", async (signal) => {
      t.false(signal.aborted);
      seen.push("second begins");
      return 2;
    }),
    2,
  );
  t.deepEqual(seen, ["first begins", "first ends", "second begins"]);
  await t.throwsAsync(first, { message: "first" });
});
