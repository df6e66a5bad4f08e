import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Registration } from "./register/register.ts";
import { table } from "./register/table.ts";

const sizes = [10, 100, 1000] as const;
const runs = 3;
const program = fileURLToPath(new URL("register/register.ts", import.meta.url));

console.log(`The program alone, under mocks: medians of ${runs} runs, each in its own process.\n`);
console.log(
  table(
    ["services", "resources", "registration ms", "peak memory MB"],
    sizes.map((services) => {
      const measured = Array.from({ length: runs }, () => measure(services));
      const median = (pick: (registration: Registration) => number) =>
        measured.map(pick).toSorted((a, b) => a - b)[1] ?? 0;
      return [
        services,
        median(({ resources }) => resources),
        Math.round(median(({ milliseconds }) => milliseconds)),
        Math.round(median(({ megabytes }) => megabytes)),
      ];
    }),
  ),
);

function measure(services: number): Registration {
  return JSON.parse(execFileSync(process.execPath, [program, String(services)], { encoding: "utf8" }));
}
