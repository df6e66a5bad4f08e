import test from "ava";
import { parse } from "yaml";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { UserError } from "../../../core/model/user-error.ts";
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

for (const [title, before, after] of [
  [
    "an explicit key",
    "config:\n  ? exposure:failover\n  : all # x\n",
    "config:\n  ? exposure:failover\n  : none # x\n",
  ],
  ["a key without its namespace", "config:\n  failover: all\n", "config:\n  failover: none\n"],
  ["no value", "config:\n  exposure:failover:\n  b: 1\n", "config:\n  exposure:failover: none\n  b: 1\n"],
  [
    "a quoted key",
    'config: { "exposure:failover": [a, b], b: 1 }\n',
    'config: { "exposure:failover": none, b: 1 }\n',
  ],
  [
    "a merged key",
    "x: &x { exposure:failover: all }\nconfig:\n  <<: *x\n",
    "x: &x { exposure:failover: all }\nconfig:\n  <<: *x\n  exposure:failover: none\n",
  ],
  ["braces", "config: { b: 1 }\n", "config: { exposure:failover: none, b: 1 }\n"],
  ["empty braces", "config: {}\n", "config: { exposure:failover: none }\n"],
  ["no configuration", "config:\nx: 1\n", "config:\n  exposure:failover: none\nx: 1\n"],
  ["no file", "", "config:\n  exposure:failover: none\n"],
  ["Windows' line ends", "config:\r\n  b: 1\r\n", "config:\r\n  b: 1\r\n  exposure:failover: none\r\n"],
  ["no line end", "config:\n  b: 1", "config:\n  b: 1\n  exposure:failover: none\n"],
  [
    "a text of several lines",
    "config:\n  b: |+\n    x\n\nx: 1\n",
    "config:\n  b: |+\n    x\n\n  exposure:failover: none\nx: 1\n",
  ],
  [
    "a time without quotes",
    "config:\n  exposure:failover:\n    until: 2026-11-23\n  b: 2026-11-23\n",
    "config:\n  exposure:failover: none\n  b: 2026-11-23\n",
  ],
] as const) {
  test(`the flag is set where the file has ${title}`, (t) => {
    t.is(withFlag(before, "exposure:failover", "none"), after);
  });
}

for (const [title, text] of [
  ["the configuration is an alias", "x: &x { b: 1 }\nconfig: *x\n"],
  ["another part is an alias of the flag", "config:\n  exposure:failover: &f all\n  b: *f\n"],
  ["all of it is merged", "x: &x { config: { b: 1 } }\n<<: *x\n"],
] as const) {
  test(`the flag is left to its user where ${title}`, (t) => {
    const error = t.throws(() => withFlag(text, "exposure:failover", "none"), { instanceOf: UserError });
    t.true(error?.message.includes("write `exposure:failover: none` below config yourself"));
  });
}

test("a reason with control characters can be read back", (t) => {
  const reason = "\u0093 \u2028 \ufffe";
  const text = withFlag("config: {}\n", "exposure:failover", { all: true, reason });
  t.is(text, 'config: { exposure:failover: { all: true, reason: "\\u0093 \\u2028 \\ufffe" } }\n');
});
