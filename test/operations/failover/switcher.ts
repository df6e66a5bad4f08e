import { setTimeout as sleep } from "node:timers/promises";
import { untilSettled } from "../../../operations/failover/until-settled.ts";

/** A process in the middle of a switch of the file that it is given; `begun` if so told. It ends by a signal alone. */
const [file = "", before = "", after = "", begun, stubborn] = process.argv.slice(2);
const progress = { abort: new AbortController(), begun: begun === "begun" };
await untilSettled({ file, before, after }, progress, async () => {
  console.log("written");
  const { signal } = progress.abort;
  await sleep(60_000, undefined, stubborn === "stubborn" ? {} : { signal }).catch(() => {});
  return { result: undefined, keep: false };
});
