import test from "ava";
import { isYamlObject } from "../../../../core/config/engine-yaml/decode.ts";
import { engineText, jsonText } from "../../../../core/config/engine-yaml/json-text.ts";
import { readYaml } from "../../../../core/config/engine-yaml/read-yaml.ts";

/** What the engine hands over for each value: `test/engine/stack-file.test.ts` asks it. */
const values: readonly (readonly [yaml: string, text: string])[] = [
  ["2026-11-23T18:00:00Z", "2026-11-23 18:00:00 +0000 UTC"],
  ["2026-1-2T3:04:05.1200-05:30", "2026-01-02 03:04:05.12 -0530 -0530"],
  ["2026-11-23", "2026-11-23 00:00:00 +0000 UTC"],
  ["2026-11-23  18:00:00", "2026-11-23 18:00:00 +0000 UTC"],
  ["2026-11-23 18:00:00Z", "2026-11-23 18:00:00Z"],
  ["2026-02-30", "2026-02-30"],
  ["2026-11-23T24:00:00Z", "2026-11-23T24:00:00Z"],
  ['"2026-11-23T18:00:00Z"', "2026-11-23T18:00:00Z"],
  ["0777", "511"],
  ["0o17", "15"],
  ["08", "8"],
  ["0x1F", "31"],
  ["-0b101", "-5"],
  ["0b-1", "-1"],
  ["1_000", "1000"],
  ["1_0.5", "10.5"],
  [".5_0", "0.5"],
  ["._5", "._5"],
  ["1e3", "1000"],
  ["1e21", "1e+21"],
  ["-0.0", "0"],
  ["1.0", "1"],
  ["1e400", "1e400"],
  ["1:30", "1:30"],
  ["9007199254740993", "9007199254740993"],
  ["18446744073709551615", "18446744073709551615"],
  ["18446744073709551616", "18446744073709552000"],
  ["yes", "yes"],
  ["on", "on"],
  ["True", "true"],
  ["~", ""],
  ["", ""],
  ["!!str 5", "5"],
  ['!!int "5"', "5"],
  ["!!binary aGVsbG8=", "hello"],
  ["!foo 5", "5"],
  ["! 5", "5"],
  ["|+\n  a\n\n", "a\n\n"],
  ["|\n\n  a\n", "a\n"],
  [">\n  a\n  b\n", "a b\n"],
  [
    "[~, 1.0, 1_0, 2026-11-23, 9223372036854776000]",
    '[null,1,10,"2026-11-23 00:00:00 +0000 UTC",9223372036854776000]',
  ],
  ["[9007199254740993, 18446744073709551615]", "[9007199254740993,18446744073709552000]"],
  ["{b: 1, a: <&>}", '{"a":"\\u003c\\u0026\\u003e","b":1}'],
  [
    "{1_0: a, 2.50: b, true: c, ~: d, 1e6: e, .inf: f, 2026-11-23: g}",
    '{"+Inf":"f","10":"a","1e+06":"e","2.5":"b","2026-11-23 00:00:00 +0000 UTC":"g","\\u003cnil\\u003e":"d","true":"c"}',
  ],
  ["{b: 3, <<: [{a: 1}, {a: 2, c: 4}]}", '{"a":1,"b":3,"c":4}'],
  ["{x: &x {a: 1, <<: {d: 1}}, y: {<<: *x, a: 2}}", '{"x":{"a":1,"d":1},"y":{"a":2,"d":1}}'],
  ["[&x 1, &x 2, *x]", "[1,2,2]"],
  ["{&a k: 1, z: {*a : v}}", '{"k":1,"z":{"k":"v"}}'],
  ["{? a : b}", '{"a":"b"}'],
  ["{__proto__: {a: 1}, constructor: 2}", '{"__proto__":{"a":1},"constructor":2}'],
];

for (const [yaml, text] of values) {
  test(`${JSON.stringify(yaml)} is handed over as ${JSON.stringify(text)}`, (t) => {
    const read = readYaml(`v: ${yaml}`);
    if ("fault" in read) return t.fail(read.fault.reason);
    t.is(isYamlObject(read.value) && engineText(read.value.get("v") ?? null), text);
  });
}

/** The engine refuses these, or hands over something that depends on chance. */
const faults: readonly (readonly [yaml: string, reason: RegExp, line?: number])[] = [
  ["a: 1\nb: .inf", /infinity/, 2],
  ["a: !!int x", /cannot be read as/, 1],
  ["a: !!binary x", /cannot be read as/, 1],
  ["a: *x", /no anchor for \*x/, 1],
  ["a: &x [*x]", /holds itself/, 1],
  ["a: 1\na: 2", /key "a" is listed twice/, 2],
  ["a: {1: x, 0x1: y}", /key "1" is listed twice/, 1],
  ["a: {[1]: 2}", /cannot be a key/, 1],
  ["a: {<<: 1}", /needs an object/, 1],
  ['a: {"<<": {b: 1}}', /cannot be the name of a key/, 1],
  ["a: &x.y 1", /anchor x\.y/, 1],
  ["a: [x?]", /quotes/, 1],
  ['a: "\\ud800"', /escape \\ud8/, 1],
  ['a: "\\/"', /escape \\\//, 1],
  ["a: 1\nb: \u0093", /U\+0093/, 2],
  ["a: x\u2028b: 1", /U\+2028/, 1],
  ["a: \ufffe", /U\+FFFE/, 1],
  ["%YAML 1.2\n---\na: 1", /%YAML 1\.2/],
  ["[".repeat(100_000), /nested too deeply/],
  ["a: [", /./, 1],
  ["\ta: 1", /./, 1],
];

for (const [yaml, reason, line] of faults) {
  test(`${JSON.stringify(yaml.slice(0, 30))} is refused on its line`, (t) => {
    const read = readYaml(yaml);
    if (!("fault" in read)) return t.fail();
    t.regex(read.fault.reason, reason);
    if (line !== undefined) t.is(read.fault.line, line);
  });
}

test("aliases that unfold to too much are refused, others are not", (t) => {
  const level = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(",")}]`;
  const three = [level("a", "x"), level("b", "*a"), level("c", "*b")];
  const all = (lines: readonly string[]) => readYaml(lines.join("\n"));
  t.false("fault" in all(three));
  const bomb = all([...three, level("d", "*c"), level("e", "*d"), level("f", "*e")]);
  t.is("fault" in bomb ? bomb.fault.reason : "", "its aliases unfold to too much");
});

test("a file that the engine never sees may have JSON's escapes, and no tags of its own", (t) => {
  const json = readYaml('{"a": "\\/\\ud83d\\ude00"}', { json: true });
  t.is("fault" in json ? json.fault.reason : jsonText(json.value), '{"a":"/😀"}');
  const tagged = readYaml("a: !secret b", { standardTags: true });
  t.deepEqual("fault" in tagged && tagged.fault, { reason: "tag !secret is unknown", line: 1 });
});

test("the first of several documents is read", (t) => {
  const read = readYaml("a: 1\n---\nb: [");
  t.deepEqual("fault" in read ? read.fault : [jsonText(read.value), read.next], ['{"a":1}', 2]);
});
