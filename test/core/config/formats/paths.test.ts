import test from "ava";
import {
  canonicalPath,
  expressionProblem,
  pathProblem,
  rewriteProblem,
} from "../../../../core/config/formats/paths.ts";

for (const path of [
  "/",
  "/v2",
  "/v2/",
  "/feed.FeedBack",
  "/~user/a-b_c",
  "/a%20b",
  "/.well-known",
  "/a..b",
]) {
  test(`${path} is a path`, (t) => t.is(pathProblem(path), undefined));
}

const plain = "is not allowed; a regular expression needs type Regex";
const wrong: Readonly<Record<string, string>> = {
  audio: 'expected a path that begins with "/", got "audio"',
  "": 'expected a path that begins with "/", got ""',
  "/a//b": 'expected a path without "//", got "/a//b"',
  "/a/../b": 'expected a path without "." or ".." segments, got "/a/../b"',
  "/a/.": 'expected a path without "." or ".." segments, got "/a/."',
  "/a%2Fb": 'expected a path without "%2F", which nginx reads as "/", got "/a%2Fb"',
  "/a b": `expected a plain path, got "/a b": " " ${plain}`,
  "/a;b": `expected a plain path, got "/a;b": ";" ${plain}`,
  "/{id}": `expected a plain path, got "/{id}": "{" ${plain}`,
  "/(.*)": `expected a plain path, got "/(.*)": "(" ${plain}`,
  "/$1": `expected a plain path, got "/$1": "$" ${plain}`,
  '/"': `expected a plain path, got "/\\"": "\\"" ${plain}`,
  "/a?b": `expected a plain path, got "/a?b": "?" ${plain}`,
  "/a\n": `expected a plain path, got "/a\\n": "\\n" ${plain}`,
};

for (const [path, message] of Object.entries(wrong)) {
  test(`${JSON.stringify(path)} is refused as a path`, (t) => t.is(pathProblem(path), message));
}

test("a trailing slash matters only for Exact paths", (t) => {
  t.is(canonicalPath("/v2/", "Prefix"), canonicalPath("/v2", "Prefix"));
  t.not(canonicalPath("/v2/", "Exact"), canonicalPath("/v2", "Exact"));
  t.is(canonicalPath("/", "Prefix"), "/");
});

for (const path of ["/", "/api/v[0-9]+", "/app(/|$)(.*)", "/.*\\.(png|jpg)$", `/${"a".repeat(999)}`]) {
  test(`${path.slice(0, 30)} is an expression`, (t) => t.is(expressionProblem(path), undefined));
}

const wrongExpressions: Readonly<Record<string, string>> = {
  "api/.*": 'expected a regular expression that begins with "/", got "api/.*"',
  "^/api": 'expected a regular expression that begins with "/", got "^/api"',
  "/?(.*)": 'expected a regular expression that begins with one "/", got "/?(.*)"',
  "/a//b": 'expected a regular expression without "//", which nginx makes one "/", got "/a//b"',
  "/a|b":
    'expected a regular expression, got "/a|b": it has "|" outside of a group: write "/(a|b)", not "/a|/b"',
  "/a$b": 'expected a regular expression, got "/a$b": it matches no path',
  "/(a+)+x":
    'expected a regular expression, got "/(a+)+x": a long path would keep nginx trying until it gives up and answers 500, because one repetition contains another or alternatives that match the same; write it so that each path matches in one way only',
  "/((a{1,90}){1,90})*":
    'expected a regular expression, got "/((a{1,90}){1,90})*": it is too large, so repeat less',
};

for (const [path, message] of Object.entries(wrongExpressions)) {
  test(`${path} is refused as an expression`, (t) => t.is(expressionProblem(path), message));
}

test("a rewrite names groups, and is a path otherwise", (t) => {
  t.is(rewriteProblem("/$1/$2"), undefined);
  t.is(rewriteProblem("/v$1"), undefined);
  t.is(rewriteProblem("/$10"), `expected a plain path, got "/$10": "$" ${plain}`);
  t.is(rewriteProblem("/$0"), `expected a plain path, got "/$0": "$" ${plain}`);
  t.is(rewriteProblem("/$host"), `expected a plain path, got "/$host": "$" ${plain}`);
});
