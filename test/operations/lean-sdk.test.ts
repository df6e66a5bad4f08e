import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "ava";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a program of this project prints. */
function printed(program: string): string {
  const options = ["--require", "./operations/check-node.cjs", "--input-type=module", "--eval", program];
  return execFileSync(process.execPath, options, { cwd: root, encoding: "utf8" }).trim();
}

test("the program and the engine's library load neither TypeScript nor npm's solver", (t) => {
  const loaded = printed(`
    import { createRequire } from "node:module";
    await import("./index.ts");
    await import("@pulumi/pulumi/automation/index.js");
    const names = Object.keys(createRequire(import.meta.url).cache).join();
    console.log(["@pulumi/pulumi/", "/typescript/", "/@npmcli/arborist/"].map((name) => names.includes(name)).join());
  `);
  t.is(loaded, "true,false,false");
});

test("a function is written down all the same", (t) => {
  const text = printed(`
    import { runtime } from "@pulumi/pulumi";
    const seven = 7;
    const { text } = await runtime.serializeFunction(() => seven);
    console.log(text.includes("seven: 7"), typeof runtime.computeCodePaths);
  `);
  t.is(text, "true function");
});
