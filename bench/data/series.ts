import { kindsOf } from "../load/result.ts";
import { table } from "../register/table.ts";
import { type Conditions, type Measurement, measureInTurns, type Variant } from "./measure.ts";
import type { Group } from "./plot.ts";

/** Variants measured against each other, within one run. */
export interface Series {
  readonly title: string;
  /** What the clients do. */
  readonly clients: string;
  readonly variants: readonly Variant[];
  readonly measurements: readonly Measurement[];
}

/** Keep-alive clients, and clients that open a connection per request. */
export const bothKinds: readonly Conditions[] = [
  { clients: "keep-alive" },
  { clients: "a connection per request", close: true },
];

/** Measures variants under one condition after the other. */
export async function measureSeries(
  title: string,
  variants: readonly Variant[],
  conditions: readonly Conditions[],
  progress: (detail: string) => void,
): Promise<readonly Series[]> {
  const series: Series[] = [];
  for (const condition of conditions) {
    const { clients } = condition;
    const report = (detail: string) => progress(`${clients}: ${detail}`);
    series.push({
      title,
      clients,
      variants,
      measurements: await measureInTurns(variants, condition, report),
    });
  }
  return series;
}

/** One table a series, each row against the first. */
export function seriesTables(all: readonly Series[]): string {
  return all
    .map(({ title, clients, variants, measurements }) => {
      const first = measurements[0]?.rps ?? Number.NaN;
      const rows = variants.map(({ name }, index) => {
        const { rps, p99, cpuPerRequest, softirq, failures } = measurements[index] ?? none;
        return [
          name,
          Math.round(rps).toLocaleString("en-US"),
          (rps / first).toFixed(2),
          p99.toFixed(1),
          Math.round(cpuPerRequest),
          `${Math.round(softirq * 100)} %`,
          kindsOf(failures) || "0",
        ];
      });
      const head = [
        "",
        "requests/s",
        "of the first",
        "p99 ms",
        "CPU µs/request",
        "softirq",
        "failed, all runs",
      ];
      return `**${title}, ${clients}**\n\n${table(head, rows)}`;
    })
    .join("\n\n");
}

export function seriesGroups(all: readonly Series[]): readonly Group[] {
  return all.map(({ title, clients, variants, measurements }) => ({
    title: `${title}, ${clients} (requests/s)`,
    bars: variants.map(({ name }, index) => ({ label: name, value: measurements[index]?.rps ?? 0 })),
  }));
}

const none: Measurement = {
  rps: Number.NaN,
  p99: Number.NaN,
  cpuPerRequest: Number.NaN,
  softirq: Number.NaN,
  failures: {},
};
