import test from "ava";
import { resultTable } from "../../../bench/failover/results.ts";

test("the table has medians against the first, the engine's share from the command's output, and the largest memory", (t) => {
  const run = (seconds: number, memory: number, output = "") => ({
    seconds,
    total: seconds + 1,
    memory,
    output,
  });
  const rows = resultTable("One", [
    { name: "a", runs: [run(3, 10), run(1, 30), run(2, 20)] },
    { name: "b", runs: [run(6, 50, "(update 1; engine 4.2 s)")] },
  ]).split("\n");
  const cells = rows.slice(-2).map((row) => row.split("|").map((cell) => cell.trim()));
  t.deepEqual(cells, [
    ["", "a", "2.00", "+0.00", "1.0", "–", "3.00", "30", ""],
    ["", "b", "6.00", "+4.00", "3.0", "4.2", "7.00", "50", ""],
  ]);
  t.is(rows[0], "**One**");
});
