import test from "ava";
import { terminalSvg } from "../../../lab/console/terminal-svg.ts";

test("a terminal's text is in its picture, line by line, long lines broken", (t) => {
  const svg = terminalSvg("$ make up <&>\n\n✔ up\n0123456789abc\n", 10);
  const rows = [...svg.matchAll(/<text x="16" y="(\d+)" fill="(#\w+)">([^<]*)<\/text>/g)].map(
    ([, ...row]) => row,
  );
  t.deepEqual(rows, [
    ["30", "#ffffff", "$ make up "],
    ["49", "#ffffff", "&lt;&amp;&gt;"],
    ["87", "#7ee787", "✔ up"],
    ["106", "#c9d1d9", "0123456789"],
    ["125", "#c9d1d9", "abc"],
  ]);
  t.true(
    svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="117" height="146" '),
    svg.slice(0, 90),
  );
});
