import test from "ava";
import { ConfigError } from "../../../core/model/problems.ts";
import { parseStackConfig } from "../../../core/stack/exposure-stack.ts";
import { exposurePlans } from "../../../core/stack/service-plans.ts";
import { memoryFiles } from "../memory-files.ts";

const rounds = 3000;
const scalars = [
  null,
  true,
  false,
  0,
  -1,
  1,
  80,
  1.5,
  1e308,
  "",
  "a",
  "web",
  "public",
  "80",
  "all",
  "none",
  "f5",
  "auto",
  "1s",
  "64k",
  "10.0.0.0/8",
  "/",
  "*.example.com",
  "a.example",
  "__proto__",
  "\u0000",
  "🙂",
  "x".repeat(500),
];

/** Keys the schemas know and some they do not, so that values get deep into them. */
const keys = [
  "public",
  "internal",
  "web",
  "a b",
  "__proto__",
  "constructor",
  "",
  "default",
  "expose",
  "as",
  "http",
  "logs",
  "to",
  "rotate",
  "size",
  "performance",
  "profile",
  "backend",
  "service",
  "port",
  "emergency",
  "hosts",
  "paths",
  "path",
  "tls",
  "secret",
  "class",
  "headers",
  "request",
  "retries",
  "on",
  "tolerations",
  "key",
  "nodeSelector",
  "image",
  "all",
  "except",
  "services",
  "mode",
  "until",
];

/** A generator whose numbers are the same in every run (xorshift). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.abs(state) % below;
  };
}

function value(next: (below: number) => number, depth: number): unknown {
  const kind = depth === 0 ? 0 : next(4);
  if (kind === 1) return Array.from({ length: next(4) }, () => value(next, depth - 1));
  if (kind > 1) {
    const entries = Array.from({ length: next(5) }, () => [keys[next(keys.length)], value(next, depth - 1)]);
    return JSON.parse(
      `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join()}}`,
    );
  }
  return scalars[next(scalars.length)];
}

test(`${rounds} arbitrary configurations are parsed and planned, or refused with reasons, and none crashes the parser`, (t) => {
  const next = numbers(20_261_123);
  const outcomes = { parsed: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    const config = Object.fromEntries(
      ["classes", "services", "failover", "logrotate", "catalog", "kubeconfig", "context", "edge"]
        .filter(() => next(2) === 1)
        .map((key) => [`exposure:${key}`, value(next, 5)]),
    );
    try {
      const parsed = parseStackConfig(config, memoryFiles());
      const { services } = exposurePlans(parsed);
      t.is(services.length, parsed.services.length, JSON.stringify(config));
      outcomes.parsed++;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw new Error(JSON.stringify(config), { cause: error });
      t.true(error.problems.length > 0, JSON.stringify(config));
      for (const { path, code, message } of error.problems)
        t.true(path !== "" && code !== "" && message !== "", `${path}: ${code}: ${message}`);
      outcomes.refused++;
    }
  }
  t.true(outcomes.parsed > 0 && outcomes.refused > 0, JSON.stringify(outcomes));
});

test("very deeply nested JSON is refused without a crash", (t) => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const text of [deep, `{"a":${deep}}`, "{", "[1,", "{]"]) {
    t.throws(() => parseStackConfig({ services: text, classes: text, failover: text }, memoryFiles()), {
      instanceOf: ConfigError,
    });
  }
});
