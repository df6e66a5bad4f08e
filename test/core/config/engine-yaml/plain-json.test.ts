import test from "ava";
import fc from "fast-check";
import { jsonText } from "../../../../core/config/engine-yaml/json-text.ts";
import { plainJson } from "../../../../core/config/engine-yaml/plain-json.ts";
import { readYaml } from "../../../../core/config/engine-yaml/read-yaml.ts";

/** What a JSON file stands for by the engine's rules; undefined where they refuse it. */
function byYaml(text: string): string | undefined {
  const read = readYaml(text, { json: true, standardTags: true });
  return "fault" in read ? undefined : JSON.stringify(JSON.parse(jsonText(read.value)));
}

for (const [text, value] of [
  ['{ "b": [1, true, null],\n  "a": { "x": "y: z" } }\n', '{"a":{"x":"y: z"},"b":[1,true,null]}'],
  ['{"10":1,"9":2}', undefined],
  ['{"a":1,"a":2}', undefined],
  ['{"a":1.0}', undefined],
  ['{"a":0.5}', undefined],
  ['{"a":1e3}', undefined],
  ['{"a":12345678901234567890}', undefined],
  ['{"a":"\\u00e9"}', undefined],
  ['{"a":"é"}', undefined],
  ['{"<<":{"a":1}}', undefined],
  ['{\t"a":1}', undefined],
  ["{a: 1}", undefined],
  [`${"[".repeat(201)}${"]".repeat(201)}`, undefined],
  [`{"${"x".repeat(1001)}":1}`, undefined],
  ["", undefined],
] as const) {
  test(`${text.slice(0, 40)} is ${value === undefined ? "left to YAML" : "read as JSON"}`, (t) => {
    const plain = plainJson(text);
    t.is(plain && JSON.stringify(plain.value), value);
  });
}

const key = fc.constantFrom("a", "b", "yes", "no", "null", "1", "0x1", "?", ":", "-", "#", "<<", "__proto__");
const scalar = fc.oneof(
  key,
  fc.string({ maxLength: 5 }),
  fc.constantFrom("2026-01-01", "1:30", "*a", "&a", "!x", "%", "@", "a: b", "a #b", "~", "", " "),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("json")), fc.dictionary(key, tie("json"))),
}));

test("what is read as JSON reads the same by the engine's YAML", (t) => {
  let plain = 0;
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const read = plainJson(text);
      if (read === undefined) return;
      plain++;
      t.is(byYaml(text), JSON.stringify(read.value), text);
    }),
    { numRuns: 2000 },
  );
  t.true(plain > 500, `${plain} of 2000`);
});
