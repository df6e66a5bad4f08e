import test from "ava";
import { authorityProblem, redirectUrlProblem } from "../../../../core/config/formats/urls.ts";

for (const url of [
  "https://www.example.com",
  "http://10.0.0.1:8080/a?b=c&d=e#f",
  "https://example.com/a%20b/(c)",
]) {
  test(`${url} is a URL`, (t) => t.is(redirectUrlProblem(url), undefined));
}

const example = 'expected a URL such as "https://www.example.com/new", got';
const wrongUrls: Readonly<Record<string, string>> = {
  "/new": `${example} "/new"`,
  "//example.com": `${example} "//example.com"`,
  "ftp://example.com": `${example} "ftp://example.com"`,
  "javascript:alert(1)": `${example} "javascript:alert(1)"`,
  "https://": `${example} "https://"`,
  "https://example.com/%zz": `${example} "https://example.com/%zz"`,
  "https://$host/": `${example} "https://$host/": "$" is not allowed; it takes no variables`,
  "https://example.com/a b": `${example} "https://example.com/a b": " " is not allowed; encode it`,
  "https://example.com/\r\nX: y": `${example} "https://example.com/\\r\\nX: y": "\\r" is not allowed; encode it`,
  'https://example.com/";': `${example} "https://example.com/\\";": "\\"" is not allowed; encode it`,
  "https://example.com/é": `${example} "https://example.com/é": "é" is not allowed; encode it`,
  "https://example.com\\evil": `${example} "https://example.com\\\\evil": "\\\\" is not allowed; encode it`,
  "https://user:word@example.com/": `${example} "https://user:word@example.com/": leave out what is before "@"`,
  [`https://example.com/${"a".repeat(990)}`]:
    'expected a URL of at most 1000 characters, got "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (1010)',
};

for (const [url, message] of Object.entries(wrongUrls)) {
  test(`${JSON.stringify(url.slice(0, 60))} is refused as a URL`, (t) =>
    t.is(redirectUrlProblem(url), message));
}

test("the host that backends are asked for is a name, with or without a port", (t) => {
  const wrong = (host: string) =>
    `expected a host such as "app.example.com" or "app.example.com:8080", got ${JSON.stringify(host)}`;
  t.is(authorityProblem("app.example.com"), undefined);
  t.is(authorityProblem("app:8080"), undefined);
  for (const host of [
    "*.example.com",
    "app:0",
    "app:70000",
    "a b",
    "app;x",
    "$host",
    "https://app",
    "app/",
  ]) {
    t.is(authorityProblem(host), wrong(host));
  }
});
