import test from "ava";
import { jsonText } from "../../../../core/config/engine-yaml/json-text.ts";
import { readYaml } from "../../../../core/config/engine-yaml/read-yaml.ts";
import { writeYaml } from "../../../../core/config/engine-yaml/write-yaml.ts";

const strange = [
  "\u0093",
  "\u001b[31m",
  "a\u2028b",
  "\ufffe",
  "\ufeff",
  "\u0085",
  "\u007f",
  "a\nb\u0093",
  "\r",
  "\u0000",
];

for (const text of [...strange, "on", "0755", "1:30", "2026-11-23", "~", "é😀", " a\nb ", "?", "=", "y"]) {
  test(`${JSON.stringify(text)} is read back as it was`, (t) => {
    for (const collectionStyle of ["flow", "block"] as const) {
      const written = writeYaml({ [text]: text, list: [text] }, { collectionStyle });
      const read = readYaml(written);
      const value = "fault" in read ? read.fault.reason : JSON.parse(jsonText(read.value));
      t.deepEqual(value, { [text]: text, list: [text] }, written);
    }
  });
}

test("half a character is replaced, as no YAML can hold it", (t) => {
  t.is(writeYaml({ a: "\ud800" }), 'a: "\ufffd"\n');
});
