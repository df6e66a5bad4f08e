import test from "ava";
import { barChart } from "../../../bench/data/plot.ts";
import { type Series, seriesGroups, seriesTables } from "../../../bench/data/series.ts";

const series: Series = {
  title: "Access log",
  clients: "keep-alive",
  variants: [
    { name: "off", target: "127.0.0.1:1" },
    { name: "a < b & c", target: "127.0.0.1:2" },
  ],
  measurements: [
    { rps: 20_000, p99: 1.23, failures: {}, cpuPerRequest: 41.6, softirq: 0.254 },
    { rps: 15_000, p99: 2, failures: { reset: 2, timeout: 1 }, cpuPerRequest: 50, softirq: 0.3 },
  ],
};

test("each row is compared with the first, and says how requests failed", (t) => {
  t.is(
    seriesTables([series]),
    [
      "**Access log, keep-alive**",
      "",
      "|           | requests/s | of the first | p99 ms | CPU µs/request | softirq |   failed, all runs |",
      "|----------:|-----------:|-------------:|-------:|---------------:|--------:|-------------------:|",
      "|       off |     20,000 |         1.00 |    1.2 |             42 |    25 % |                  0 |",
      "| a < b & c |     15,000 |         0.75 |    2.0 |             50 |    30 % | 2 reset, 1 timeout |",
    ].join("\n"),
  );
});

test("the plot has one bar per variant, in proportion to the largest, and escapes names", (t) => {
  const svg = barChart(seriesGroups([series]));
  const widths = [...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, width]) => Number(width));
  t.is(widths.length, 2);
  t.is((widths[1] ?? 0) / (widths[0] ?? 1), 0.75);
  t.true(svg.includes(">a &lt; b &amp; c</text>"));
  t.true(svg.includes(">15,000</text>"));
});
