import test from "ava";
import { drillReport } from "../../../bench/drill/report.ts";
import { drilledService } from "../../../bench/drill/request.ts";
import type { LoadResult, Spell } from "../../../bench/load/result.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";

const service = drilledService("shop", [
  resolveService(
    "shop",
    { backend: { service: "own", port: 80 }, emergency: { service: "standby" } },
    "public",
  ),
]);
const times = { turnedOn: { from: 10_000, to: 12_100 }, back: { from: 22_000, to: 23_900 } };

const spell = (name: string, first: number, last: number): Spell => ({
  service: name,
  first,
  last,
  answers: 50,
});

function resultOf(byPrimary: number, byStandby: number, more: Partial<LoadResult> = {}): LoadResult {
  const services = {
    ...(byPrimary > 0 ? { own: { answers: byPrimary, first: 0, last: 0 } } : {}),
    ...(byStandby > 0 ? { standby: { answers: byStandby, first: 0, last: 0 } } : {}),
  };
  const latency = { mean: 1, p50: 1.23, p90: 2, p99: 4.56, p999: 5, max: 6 };
  const all = {
    name: "x",
    requests: byPrimary + byStandby,
    ok: byPrimary + byStandby,
    failed: 0,
    failures: {},
    services,
    latency,
  };
  return { ...all, spells: [], ...more } as unknown as LoadResult;
}

const unmarked = { title: "unmarked", marked: false, result: resultOf(1_000, 0) };
const handedOver = [
  spell("own", 9_000, 12_400),
  spell("standby", 12_300, 24_100),
  spell("own", 24_200, 27_000),
];
const marked = { title: "marked", marked: true, result: resultOf(100, 50, { spells: handedOver }) };

test("a drill that does no harm: answers by backend, times from the commands, and the verdict", (t) => {
  t.deepEqual(drillReport(service, [unmarked, marked], times), {
    ok: true,
    lines: [
      "CLIENTS   REQUESTS  own   standby  FAILED  P50 MS  P99 MS",
      "unmarked  1000      1000  0        0       1.2     4.6",
      "marked    150       100   50       0       1.2     4.6",
      "",
      "engine: turned on in 2.1 s, taken back in 1.9 s",
      "marked: first answer of standby 2.3 s after the command, the last one 2.1 s after it was taken back",
      "production unharmed: of 1000 requests without the mark none failed, none was answered by standby",
    ],
  });
});

test("failed requests and production requests at the standby are reported as harm", (t) => {
  const failing = resultOf(990, 4, { failed: 6, requests: 1_000, failures: { status: 4, eof: 2 } });
  const { ok, lines } = drillReport(service, [{ ...unmarked, result: failing }, marked], times);
  t.false(ok);
  t.is(
    lines.at(-1),
    "PRODUCTION HARMED: of 1000 requests without the mark 6 failed, 4 were answered by standby",
  );
  t.true(lines[1]?.includes("6 (4 status, 2 eof)"));
});

const badMarked: readonly [string, Partial<LoadResult>, RegExp][] = [
  [
    "never reached the standby",
    { spells: [spell("own", 9_000, 27_000)] },
    /^marked: standby NEVER ANSWERED$/,
  ],
  [
    "failed at the standby",
    { spells: handedOver, failed: 1, failures: { status: 1 } },
    /^marked: first answer/,
  ],
  [
    "went back and forth",
    { spells: [...handedOver, spell("standby", 26_000, 26_500)] },
    /taken back, IN 2 PIECES$/,
  ],
];
for (const [title, more, line] of badMarked) {
  test(`a drill whose marked requests ${title} fails, although production is unharmed`, (t) => {
    const { ok, lines } = drillReport(
      service,
      [unmarked, { ...marked, result: resultOf(100, 50, more) }],
      times,
    );
    t.false(ok);
    t.true(lines.some((one) => line.test(one)));
    t.regex(lines.at(-1) ?? "", /^production unharmed/);
  });
}
