import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import test from "ava";
import { readStackFile } from "../../../core/config/stack-file.ts";
import { configBytes, mostConfigBytes, sizeWarnings } from "../../../core/stack/config-size.ts";

/** Key, colon, quotes and braces: `{"exposure:config:services":""}`. */
const around = 31;

const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  ["nothing", {}, "{}"],
  ["a word", { "exposure:failover": "none" }, `{"exposure:config:failover":"none"}`],
  ["another namespace", { "kubernetes:context": "x" }, `{"kubernetes:config:context":"x"}`],
  ["an object's JSON", { "exposure:a": `{"b":"c"}` }, `{"exposure:config:a":"{\\"b\\":\\"c\\"}"}`],
  ["an object", { "exposure:a": { b: "c" } }, `{"exposure:config:a":"{\\"b\\":\\"c\\"}"}`],
  ["bytes, not characters", { "exposure:a": "é漢" }, `{"exposure:config:a":"é漢"}`],
  ["what Go escapes", { "exposure:a": "<&>" }, String.raw`{"exposure:config:a":"\u003c\u0026\u003e"}`],
  [
    "what Go escapes in an object, escaped once more",
    { "exposure:a": `{"b":"<"}` },
    String.raw`{"exposure:config:a":"{\"b\":\"\\u003c\"}"}`,
  ],
  [
    "what the engine has escaped in an object",
    { "exposure:a": String.raw`{"b":"\u003c"}` },
    String.raw`{"exposure:config:a":"{\"b\":\"\\u003c\"}"}`,
  ],
];

for (const [title, raw, passed] of cases) {
  test(`the bytes of ${title}`, (t) => {
    t.is(configBytes(raw), Buffer.byteLength(passed));
  });
}

const onLinux = process.platform === "linux" ? test : test.skip;
onLinux("a process accepts the maximum size of a configuration, and not one byte more", (t) => {
  const started = (bytes: number) =>
    spawnSync(process.execPath, ["--version"], { env: { PULUMI_CONFIG: "x".repeat(bytes) } }).error;
  t.is(started(mostConfigBytes), undefined);
  t.like(started(mostConfigBytes + 1), { code: "E2BIG" });
});

const services = (bytes: number) => ({ "exposure:services": "x".repeat(bytes - around) });

test("a configuration that is too large is refused with its size and the way out", (t) => {
  t.is(configBytes(services(mostConfigBytes)), mostConfigBytes);
  t.deepEqual(sizeWarnings(services(mostConfigBytes + 1), "exposure"), [
    `the stack's configuration takes 131058 bytes, and pulumi can hand 131057 of them to the program ` +
      `(it ends in "argument list too long"): move services into files of a folder, and name it in exposure:catalog`,
  ]);
});

test("a configuration above nine tenths of the maximum is a warning", (t) => {
  t.deepEqual(sizeWarnings(services(mostConfigBytes), "haproxy-edge"), [
    `the stack's configuration takes 131057 of the 131057 bytes that pulumi can hand to the program: ` +
      `move services into files of a folder, and name it in haproxy-edge:catalog`,
  ]);
  t.deepEqual(sizeWarnings(services(Math.floor(mostConfigBytes * 0.9)), "exposure"), []);
});

for (const file of globSync("{.,stacks/haproxy-edge}/Pulumi.*.yaml")) {
  test(`${file} is far below the maximum`, (t) => {
    const project = file.startsWith("stacks") ? "haproxy-edge" : "exposure";
    const placeholders = { "haproxy-edge:vrrpSecret": "Withheld" };
    const { raw } = readStackFile(file, readFileSync(file, "utf8"), project, placeholders);
    t.deepEqual(sizeWarnings(raw, project), []);
  });
}
