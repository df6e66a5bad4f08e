import test from "ava";
import { canonicalPath, pathProblem } from "../../../../core/config/formats/paths.ts";

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

const plain = "is not allowed; paths are prefixes or exact matches, never regular expressions";
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
