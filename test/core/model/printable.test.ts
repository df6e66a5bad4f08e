import { execFileSync } from "node:child_process";
import test from "ava";
import { printable, printableLines, shellWord } from "../../../core/model/printable.ts";
import { UserError } from "../../../core/model/user-error.ts";

for (const [text, shown] of [
  ["api answers 500", "api answers 500"],
  ["é😀 – 日本", "é😀 – 日本"],
  ["a\nb\r\tc", "a\\nb\\r\\tc"],
  ["\u001b[31mred\u0093", "\\u001b[31mred\\u0093"],
  ["\u202egnihtyna\u200b", "\\u202egnihtyna\\u200b"],
  ["\u2028\ufeff\ufffe\ud800", "\\u2028\\ufeff\\ufffe\\ud800"],
  ["\u{e0041}", "\\U000e0041"],
] as const) {
  test(`${JSON.stringify(text)} is shown as ${shown}`, (t) => t.is(printable(text), shown));
}

test("lines and tabs stay in a text of several lines", (t) => {
  t.is(printableLines("a\r\n\tb\u001b\n"), "a\n\tb\\u001b\n");
});

test("an error shows no control character of what it quotes", (t) => {
  t.is(new UserError("got \u001b[2J\nthen").message, "got \\u001b[2J\nthen");
});

for (const word of [
  "prod",
  "a b",
  "it's",
  "$(id)",
  "a\nb",
  "\u001b",
  "-x",
  "",
  "~/.kube/config",
  "a\\b\n'",
]) {
  test(`${JSON.stringify(word)} is one word to a shell`, (t) => {
    const shell = printable(shellWord(word));
    t.is(shell, shellWord(word));
    t.is(execFileSync("bash", ["-c", `printf %s ${shell}`], { encoding: "utf8" }), word);
  });
}
