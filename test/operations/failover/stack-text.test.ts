import test from "ava";
import { parse } from "yaml";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { withFlag } from "../../../operations/failover/stack-text.ts";

const flag: FailoverFlag = { services: { a: { mode: "on", reason: "disk: full" } } };
const inOneLine = '{ services: { a: { mode: "on", reason: "disk: full" } } }';

for (const [title, before, after] of [
  [
    "a word, comments kept",
    "config:\n  # why\n  exposure:failover: none # so\n  b: 1\n",
    `config:\n  # why\n  exposure:failover: ${inOneLine} # so\n  b: 1\n`,
  ],
  [
    "a block",
    "config:\n  exposure:failover:\n    services:\n      a: on\n  b: 1\n",
    `config:\n  exposure:failover: ${inOneLine}\n  b: 1\n`,
  ],
  [
    "the last line of a block",
    "config:\n  exposure:failover:\n    - a\n    - b\n",
    `config:\n  exposure:failover: ${inOneLine}\n`,
  ],
] as const) {
  test(`the flag takes the place of ${title}`, (t) => {
    const text = withFlag(before, "exposure:failover", flag);
    t.deepEqual(parse(text).config["exposure:failover"], flag);
    t.is(text, after);
  });
}

const since = "2026-11-23T03:00:00Z";
for (const [title, before, after] of [
  ["beside others", "config:\n  b: 1 # one\n", "config:\n  b: 1 # one\n"],
  [
    "to a file without configuration",
    "# why\nencryptionsalt: v1:a\n",
    "# why\nencryptionsalt: v1:a\nconfig:\n",
  ],
] as const) {
  test(`the flag is added ${title}, its times and modes quoted for readers of another YAML`, (t) => {
    const added: FailoverFlag = { services: { a: { mode: "on", since } } };
    t.is(
      withFlag(before, "haproxy-edge:failover", added),
      `${after}  haproxy-edge:failover: { services: { a: { mode: "on", since: "${since}" } } }\n`,
    );
  });
}
