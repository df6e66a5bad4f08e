import test from "ava";
import { cpuTimes, median } from "../../../bench/data/measure.ts";

test("busy is everything but idle and waiting for disks, softirq apart", (t) => {
  const stat = "cpu  100 20 300 4000 500 6 70 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n";
  t.deepEqual(cpuTimes(stat), { busy: 100 + 20 + 300 + 6 + 70, softirq: 70 });
});

test("the median is a measured run, with the failures of all runs", (t) => {
  const run = (rps: number, failures = {}) => ({
    rps,
    p99: rps / 10,
    failures,
    cpuPerRequest: rps,
    softirq: 0.1,
  });
  t.deepEqual(median([run(30), run(10), run(20)]), run(20));
  const failing = [run(30, { reset: 1 }), run(10, { reset: 4, eof: 2 }), run(20)];
  t.deepEqual(median(failing), run(20, { reset: 5, eof: 2 }));
  t.throws(() => median([]), { message: "nothing was measured" });
});
