import test from "ava";
import { topLevelDirectives } from "../../../../core/controllers/nginx/snippet-problems.ts";

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["nothing", "", []],
  ["one per line", "gzip on;\ngzip_types text/css;", ["gzip", "gzip_types"]],
  ["several on a line", "gzip on; sendfile off;", ["gzip", "sendfile"]],
  ["a value over several lines", "log_format x\n  'a'\n  'b';\ngzip on;", ["log_format", "gzip"]],
  [
    "directives in blocks are not at the top level",
    "map $a $b { default 0; x { y 1; } }\ngzip on;",
    ["map", "gzip"],
  ],
  ["comments", "# sendfile on;\ngzip on; # tcp_nopush on;", ["gzip"]],
  ["structure within quotes", `add_header X "a; b { c"; gzip on;`, ["add_header", "gzip"]],
  ["an escaped quote", String.raw`add_header X "a\"; sendfile on;"; gzip on;`, ["add_header", "gzip"]],
  ["a brace too many", "} gzip on;", ["gzip"]],
];

for (const [title, text, names] of cases) {
  test(`directives of a snippet: ${title}`, (t) => {
    t.deepEqual(topLevelDirectives(text), names);
  });
}

test("a string without an end goes on to that of the text, and is searched once", (t) => {
  t.deepEqual(topLevelDirectives(`a 'b; c; d "e`), ["a"]);
  t.deepEqual(topLevelDirectives('a "b\\'), ["a"]);
  const begun = performance.now();
  for (const piece of ["'\\", '"\\', "' ", "'\\\n"]) topLevelDirectives(piece.repeat(100_000));
  t.true(performance.now() - begun < 10_000, "each quote would search the rest of the text");
});
