import test from "ava";
import {
  hostProblem,
  originProblem,
  serverNameProblem,
  urlProblem,
} from "../../../../core/config/formats/hosts.ts";

const right = [
  "example.com",
  "localhost",
  "a.b-c.0d",
  "*.example.com",
  "xn--bcher-kva.example",
  `${"a".repeat(63)}.example`,
];

for (const host of right) test(`${host.slice(0, 30)} is a host`, (t) => t.is(hostProblem(host), undefined));

const wrong: Readonly<Record<string, string>> = {
  "Example.com": 'expected a DNS name, got "Example.com": write it in lowercase',
  "example.com:8080":
    'expected a DNS name, got "example.com:8080": leave the port out; the class sets it (expose.http, expose.https)',
  "https://example.com": 'expected a DNS name, got "https://example.com": leave the scheme out',
  "example.com/shop": 'expected a DNS name, got "example.com/shop": put the path under paths',
  "192.0.2.1": 'expected a DNS name, got "192.0.2.1": leave hosts out to serve requests by address',
  "[2001:db8::1]": 'expected a DNS name, got "[2001:db8::1]": leave hosts out to serve requests by address',
  "a.*.example":
    'expected a DNS name, got "a.*.example": "*" can only be the whole first label, as in "*.example.com"',
  "w*.example":
    'expected a DNS name, got "w*.example": "*" can only be the whole first label, as in "*.example.com"',
  "*": 'expected a DNS name, got "*": "*" can only be the whole first label, as in "*.example.com"',
  "*.com": 'expected a DNS name, got "*.com": a wildcard needs two labels after it, as in "*.example.com"',
  "example.com.": 'expected a DNS name, got "example.com.": leave the trailing dot out',
  "under_score.example":
    'expected a DNS name, got "under_score.example": use labels of at most 63 letters, digits and hyphens, separated by dots, 253 characters in all',
  "a..b":
    'expected a DNS name, got "a..b": use labels of at most 63 letters, digits and hyphens, separated by dots, 253 characters in all',
};

for (const [host, message] of Object.entries(wrong)) {
  test(`${host} is refused as a host, with what to do`, (t) => t.is(hostProblem(host), message));
}

test("a host that is too long is refused, and shortened where it is shown", (t) => {
  t.is(
    hostProblem(`${"a.".repeat(130)}b`),
    `expected a DNS name, got "${"a.".repeat(29)}…": use labels of at most 63 letters, digits and hyphens, separated by dots, 253 characters in all`,
  );
});

for (const [origin, problem] of [
  ["*", undefined],
  ["https://shop.example", undefined],
  ["http://localhost:8080", undefined],
  ["https://*.shop.example", undefined],
  ["shop.example", 'expected an origin such as "https://shop.example.com", or "*", got "shop.example"'],
  [
    "https://shop.example/",
    'expected an origin such as "https://shop.example.com", or "*", got "https://shop.example/"',
  ],
  ["https://Shop.example", 'expected a DNS name, got "Shop.example": write it in lowercase'],
  [
    "https://shop.example:0",
    'expected an origin such as "https://shop.example.com", or "*", got "https://shop.example:0"',
  ],
  ["null", 'expected an origin such as "https://shop.example.com", or "*", got "null"'],
] as const) {
  test(`${origin} as an origin: ${problem ?? "right"}`, (t) => t.is(originProblem(origin), problem));
}

for (const url of [
  "https://auth.example",
  "http://127.0.0.1:9000/check",
  "https://auth.example:8443/check?of=shop&rd=%2F",
]) {
  test(`${url} is a URL to ask`, (t) => t.is(urlProblem(url), undefined));
}

for (const url of [
  "",
  "auth.example/check",
  "ftp://auth.example",
  "https://auth.example/$host",
  "https://$host/check",
  "https://*.auth.example/",
  "https://auth.example:0/",
  "https://auth.example:70000/",
  "https://user@auth.example/",
  "https://auth.example/a b",
  "https://auth.example/a;b",
  `https://auth.example/${"a".repeat(1000)}`,
]) {
  test(`${url.slice(0, 40)} is no URL to ask`, (t) => {
    t.regex(
      urlProblem(url) ?? "",
      /^expected a URL such as "https:\/\/auth.example.com\/check", without variables, got /,
    );
  });
}

test("the name of a server is no wildcard", (t) => {
  t.is(serverNameProblem("api.internal"), undefined);
  t.is(
    serverNameProblem("*.internal.example"),
    'expected a DNS name without a wildcard, got "*.internal.example"',
  );
});
