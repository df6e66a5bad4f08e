import test from "ava";
import {
  cookieNameProblem,
  headerNameProblem,
  headerValueProblem,
  realmProblem,
} from "../../../../core/config/formats/headers.ts";

for (const value of ["a", "max-age=1; b='c'", "Zürich, 東京", "x".repeat(4000), "$host {a} #b", "a  b"]) {
  test(`${value.slice(0, 20)} is a header's value`, (t) => t.is(headerValueProblem(value), undefined));
}

const refused: Readonly<Record<string, readonly [string, string]>> = {
  "a quote": ['a"b', 'expected a header\'s value, got "a\\"b": "\\"" is not allowed'],
  "a backslash": ["a\\b", 'expected a header\'s value, got "a\\\\b": "\\\\" is not allowed'],
  "a newline": ["a\nb", 'expected a header\'s value, got "a\\nb": U+000A is not allowed'],
  "a NUL": ["a\0b", 'expected a header\'s value, got "a\\u0000b": U+0000 is not allowed'],
  "a C1 character": ["a\u0085b", 'expected a header\'s value, got "a\\u0085b": U+0085 is not allowed'],
  "a space that does not break": [
    "a\u00a0b",
    'expected a header\'s value, got "a\u00a0b": U+00A0 is not allowed',
  ],
  "a bidi character": ["a\u202eb", 'expected a header\'s value, got "a\\u202eb": U+202E is not allowed'],
  "a lone surrogate": ["a\ud800", 'expected a header\'s value, got "a\\ud800": U+D800 is not allowed'],
  "a space at its end": ["a ", 'expected a header\'s value, got "a ": it begins or ends with a space'],
  "a byte too many": [
    "x".repeat(4001),
    `expected a header's value of at most 4000 bytes, got "${"x".repeat(58)}…" (4001 bytes)`,
  ],
};

for (const [what, [value, message]] of Object.entries(refused)) {
  test(`a header's value with ${what} is refused`, (t) => t.is(headerValueProblem(value), message));
}

test("bytes are counted, not characters", (t) => {
  t.is(headerValueProblem("ü".repeat(2000)), undefined);
  t.not(headerValueProblem("ü".repeat(2001)), undefined);
});

test("names and realms have bounds of their own", (t) => {
  t.is(headerNameProblem("x".repeat(64)), undefined);
  t.not(headerNameProblem("x".repeat(65)), undefined);
  t.is(cookieNameProblem("x".repeat(64)), undefined);
  t.not(cookieNameProblem("x".repeat(65)), undefined);
  t.is(realmProblem("x".repeat(256)), undefined);
  t.not(realmProblem("x".repeat(257)), undefined);
});
