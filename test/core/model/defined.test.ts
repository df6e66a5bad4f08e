import test from "ava";
import { defined } from "../../../core/model/defined.ts";

interface Door {
  readonly open: boolean;
  readonly key?: string;
}

test("undefined fields are removed, other falsy values stay", (t) => {
  t.deepEqual(defined<Door>({ open: false, key: undefined }), { open: false });
  t.deepEqual(defined<Door>({ open: false, key: "" }), { open: false, key: "" });
});

test("an optional field cannot be forgotten, and a mandatory one cannot be undefined", (t) => {
  // @ts-expect-error: `key` is missing
  t.deepEqual(defined<Door>({ open: true }), { open: true });
  // @ts-expect-error: `open` has to have a value
  t.deepEqual<unknown, unknown>(defined<Door>({ open: undefined, key: "k" }), { key: "k" });
});
