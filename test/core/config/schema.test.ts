import test from "ava";
import { boolean, integer, oneOf, text } from "../../../core/config/scalars.ts";
import { either, list, mandatory, object, record, type Schema } from "../../../core/config/schema.ts";
import { toldIn } from "../../told-problems.ts";

interface Door {
  readonly colour?: "red" | "green";
  readonly width: number;
  readonly locks?: readonly string[];
  readonly open?: boolean | { readonly by: string };
}

const door: Schema<Door> = object<Door>({
  colour: oneOf(["red", "green"]),
  width: mandatory(integer({ min: 1, max: 99 })),
  locks: list(text()),
  open: either(boolean(), object<{ readonly by: string }>({ by: mandatory(text()) })),
});

test("a valid value is returned unchanged", (t) => {
  const value = { colour: "red", width: 9, locks: ["a"], open: { by: "me" } };
  t.deepEqual(door.parse(value, "door"), { ok: true, value });
  t.deepEqual(door.parse({ width: 9 }, "door"), { ok: true, value: { width: 9 } });
});

const wrong: readonly (readonly [string, unknown, readonly string[]])[] = [
  ["no object", "x", ["door: wrong-type"]],
  ["nothing", null, ["door: wrong-type"]],
  ["a list for an object", [], ["door: wrong-type"]],
  ["a missing key", {}, ["door.width: missing"]],
  ["a mistyped key", { width: 1, color: "red" }, ["door.color: unknown-key"]],
  ["an unknown key", { width: 1, handle: 1 }, ["door.handle: unknown-key"]],
  ["a number in quotes", { width: "80" }, ["door.width: wrong-type"]],
  ["a fraction", { width: 1.5 }, ["door.width: wrong-value"]],
  ["too much", { width: 100 }, ["door.width: wrong-value"]],
  ["text instead of a number", { width: Number.NaN }, ["door.width: wrong-value"]],
  ["a value not among the choices", { width: 1, colour: "rde" }, ["door.colour: wrong-value"]],
  ["a boolean in quotes", { width: 1, open: "true" }, ["door.open: wrong-type"]],
  ["the object of an alternative", { width: 1, open: {} }, ["door.open.by: missing"]],
  [
    "an entry of a list",
    { width: 1, locks: ["a", 2, ""] },
    ["door.locks[1]: wrong-type", "door.locks[2]: wrong-value"],
  ],
  [
    "everything at once",
    { widht: 1, colour: true, locks: {} },
    ["door.widht: unknown-key", "door.colour: wrong-type", "door.locks: wrong-type", "door.width: missing"],
  ],
];

for (const [title, input, problems] of wrong) {
  test(`${title} is reported with path, expectation and value`, (t) => {
    t.deepEqual(toldIn(door.parse(input, "door")), problems);
  });
}

test("keys that are not plain names are quoted in paths, and inherited keys are ignored", (t) => {
  const input: unknown = JSON.parse('{"a b": 1, "__proto__": 2, "constructor": 3}');
  t.deepEqual(toldIn(record(text()).parse(input, "labels")), [
    'labels["a b"]: wrong-type',
    "labels.__proto__: wrong-type",
    "labels.constructor: wrong-type",
  ]);
  t.deepEqual(toldIn(door.parse({ width: 1, toString: 1 }, "")), ["toString: unknown-key"]);
});

test("a record checks its keys, and a list its number of entries", (t) => {
  const upper = record(integer(), (key) => (key === key.toUpperCase() ? undefined : "expected upper case"));
  t.deepEqual(toldIn(upper.parse({ A: 1, b: 2 }, "")), ["b: wrong-key"]);
  t.deepEqual(toldIn(list(integer(), 1).parse([], "x")), ["x: too-few"]);
});

test("a long value is shortened where it is shown", (t) => {
  t.deepEqual(integer().parse("a".repeat(100), "x"), {
    ok: false,
    problems: [
      {
        path: "x",
        code: "wrong-type",
        message: `expected a whole number, got "${"a".repeat(58)}…" (a string)`,
      },
    ],
  });
});

// Each of these has to be a compile error: what binds a section's schema to the model's interface.
// @ts-expect-error a key without a schema
object<Door>({ width: mandatory(integer()), locks: list(text()), colour: oneOf(["red", "green"]) });
// @ts-expect-error a choice the interface has and the schema does not
object<Pick<Door, "colour">>({ colour: oneOf(["red"]) });
// @ts-expect-error a choice the schema has and the interface does not
object<Pick<Door, "colour">>({ colour: oneOf(["red", "green", "blue"]) });
// @ts-expect-error a key that has to be there, and is not asked for
object<Pick<Door, "width">>({ width: integer() });
// @ts-expect-error a key that may be left out, and is asked for
object<Pick<Door, "colour">>({ colour: mandatory(oneOf(["red", "green"])) });
// @ts-expect-error a key the interface does not have
object<Pick<Door, "width">>({ width: mandatory(integer()), height: integer() });
