import test from "ava";
import { boolean, integer, oneOf, text } from "../../../core/config/scalars.ts";
import { either, list, mandatory, object, record, type Schema } from "../../../core/config/schema.ts";

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

test("a right value comes out as it went in", (t) => {
  const value = { colour: "red", width: 9, locks: ["a"], open: { by: "me" } };
  t.deepEqual(door.parse(value, "door"), { ok: true, value });
  t.deepEqual(door.parse({ width: 9 }, "door"), { ok: true, value: { width: 9 } });
});

const wrong: readonly (readonly [string, unknown, readonly (readonly [string, string])[]])[] = [
  ["no object", "x", [["door", 'expected an object, got "x" (a string)']]],
  ["nothing", null, [["door", "expected an object, got null"]]],
  ["a list for an object", [], [["door", "expected an object, got an empty list"]]],
  ["a missing key", {}, [["door.width", "is missing"]]],
  ["a mistyped key", { width: 1, color: "red" }, [["door.color", 'unknown key, did you mean "colour"?']]],
  [
    "an unknown key",
    { width: 1, handle: 1 },
    [["door.handle", "unknown key; known keys: colour, width, locks, open"]],
  ],
  [
    "a number in quotes",
    { width: "80" },
    [["door.width", 'expected a whole number from 1 to 99, got "80" (a string)']],
  ],
  ["a fraction", { width: 1.5 }, [["door.width", "expected a whole number from 1 to 99, got 1.5"]]],
  ["too much", { width: 100 }, [["door.width", "expected a whole number from 1 to 99, got 100"]]],
  [
    "no number at all",
    { width: Number.NaN },
    [["door.width", "expected a whole number from 1 to 99, got NaN"]],
  ],
  [
    "a value not among the choices",
    { width: 1, colour: "rde" },
    [["door.colour", 'expected "red" or "green", got "rde" (did you mean "red"?)']],
  ],
  [
    "a boolean in quotes",
    { width: 1, open: "true" },
    [["door.open", 'expected true or false or an object, got "true" (a string)']],
  ],
  ["the object of an alternative", { width: 1, open: {} }, [["door.open.by", "is missing"]]],
  [
    "an entry of a list",
    { width: 1, locks: ["a", 2, ""] },
    [
      ["door.locks[1]", "expected a string, got 2 (a number)"],
      ["door.locks[2]", 'expected a string, got ""'],
    ],
  ],
  [
    "everything at once",
    { widht: 1, colour: true, locks: {} },
    [
      ["door.widht", 'unknown key, did you mean "width"?'],
      ["door.colour", 'expected "red" or "green", got true (a boolean)'],
      ["door.locks", "expected a list, got an object"],
      ["door.width", "is missing"],
    ],
  ],
];

for (const [title, input, problems] of wrong) {
  test(`${title} is told with path, expectation and value`, (t) => {
    t.deepEqual(door.parse(input, "door"), {
      ok: false,
      problems: problems.map(([path, message]) => ({ path, message })),
    });
  });
}

test("keys that are no names are quoted in paths, and inherited ones are no keys", (t) => {
  const input: unknown = JSON.parse('{"a b": 1, "__proto__": 2, "constructor": 3}');
  t.deepEqual(record(text()).parse(input, "labels"), {
    ok: false,
    problems: [
      { path: 'labels["a b"]', message: "expected a string, got 1 (a number)" },
      { path: "labels.__proto__", message: "expected a string, got 2 (a number)" },
      { path: "labels.constructor", message: "expected a string, got 3 (a number)" },
    ],
  });
  t.deepEqual(door.parse({ width: 1, toString: 1 }, ""), {
    ok: false,
    problems: [{ path: "toString", message: "unknown key; known keys: colour, width, locks, open" }],
  });
});

test("a record asks for right keys, a list for enough entries", (t) => {
  const upper = record(integer(), (key) => (key === key.toUpperCase() ? undefined : "expected upper case"));
  t.deepEqual(upper.parse({ A: 1, b: 2 }, ""), {
    ok: false,
    problems: [{ path: "b", message: "expected upper case" }],
  });
  t.deepEqual(list(integer(), 1).parse([], "x"), {
    ok: false,
    problems: [{ path: "x", message: "expected at least 1 entry, got an empty list" }],
  });
});

test("a long value is shortened where it is shown", (t) => {
  t.deepEqual(integer().parse("a".repeat(100), "x"), {
    ok: false,
    problems: [{ path: "x", message: `expected a whole number, got "${"a".repeat(58)}…" (a string)` }],
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
