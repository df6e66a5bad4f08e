import test from "ava";
import {
  conceal,
  containsSecret,
  containsUnknown,
  reveal,
  secret,
  UNKNOWN,
} from "../../../lab/plugins/wire.ts";

test("reveal opens secrets at any depth and drops empty keys", (t) => {
  t.deepEqual(reveal({ a: secret({ b: secret("x") }), c: [secret(1)], d: null, e: undefined }), {
    a: { b: "x" },
    c: [1],
  });
});

test("conceal marks what was marked at the same place, and nothing else", (t) => {
  t.deepEqual(
    conceal({ a: "1", b: { c: "2", d: "3" } }, { a: secret("old"), b: { c: secret("old"), d: "old" } }),
    {
      a: secret("1"),
      b: { c: secret("2"), d: "3" },
    },
  );
});

test("a list with a secret anywhere is secret as a whole", (t) => {
  t.deepEqual(conceal({ list: ["a", "b"] }, { list: ["a", secret("b")] }), { list: secret(["a", "b"]) });
});

test("secrets and unknown values are found at any depth", (t) => {
  t.true(containsSecret({ a: [{ b: secret("x") }] }));
  t.false(containsSecret({ a: [{ b: "x" }] }));
  t.true(containsUnknown({ a: [{ b: UNKNOWN }] }));
  t.false(containsUnknown({ a: [{ b: "x" }] }));
});
