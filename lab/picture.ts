import { readFileSync, writeFileSync } from "node:fs";
import { readArguments, runCommand } from "../operations/command.ts";
import { terminalSvg } from "./console/terminal-svg.ts";

const usage = "usage: node lab/picture.ts <picture.svg> < <what a terminal showed>";

await runCommand(async () => {
  const { positionals } = readArguments(process.argv.slice(2), {}, usage);
  const [file] = positionals;
  if (file === undefined) throw new Error(usage);
  writeFileSync(file, terminalSvg(readFileSync(0, "utf8"), 116));
});
