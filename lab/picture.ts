import { readFileSync, writeFileSync } from "node:fs";
import { readArguments, runCommand } from "../operations/command.ts";
import { terminalSvg } from "./console/terminal-svg.ts";

const usage = "usage: node lab/picture.ts <picture.svg> [<columns>] < <what a terminal showed>";

await runCommand(async () => {
  const { positionals } = readArguments(process.argv.slice(2), {}, usage);
  const [file, columns = "116"] = positionals;
  if (file === undefined || !/^[1-9]\d*$/.test(columns)) throw new Error(usage);
  writeFileSync(file, terminalSvg(readFileSync(0, "utf8"), Number(columns)));
});
