import test from "ava";
import { shortened } from "../../../core/model/listed.ts";
import { ConfigError } from "../../../core/model/problems.ts";

test("a long text keeps both of its ends", (t) => {
  t.is(shortened("abcdefghi", 9), "abcdefghi");
  t.is(shortened("abcdefghij", 9), "abcd…ghij");
});

test("what an error tells of one problem has an end, however long the user's own words are", (t) => {
  const long = "x".repeat(1_000_000);
  const error = new ConfigError([
    { path: `labels.${long}`, code: "c", message: `got "${long}": shorten it` },
  ]);
  t.is(error.message.length, 299 + 2 + 1_499);
  t.regex(error.message, /^labels\.x+…x+: got "x+…x+": shorten it$/);
});
