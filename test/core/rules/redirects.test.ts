import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { redirectLoops, redirectProblems } from "../../../core/rules/redirects.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

type Args = Readonly<Record<string, Partial<ServiceArgs>>>;

const redirect = (to: string, keepPath = false): Partial<ServiceArgs> => ({ redirect: { to, keepPath } });
const old = (args: Partial<ServiceArgs>, path = "/old"): Partial<ServiceArgs> => ({
  hosts: ["h.example"],
  paths: [{ path }],
  ...args,
});
const loop = "services.web.redirect.to: redirect-loop";

const loops: readonly (readonly [string, Args, readonly string[]])[] = [
  ["another host", { web: old(redirect("https://www.example/")) }, []],
  ["another path", { web: old(redirect("https://h.example/new")) }, []],
  ["its own path", { web: old(redirect("https://h.example/old/x")) }, [loop]],
  ["its own host, with the path kept", { web: old(redirect("https://h.example", true), "/") }, [loop]],
  ["its own host, with the path below another", { web: old(redirect("https://h.example/new", true)) }, []],
  ["its own host on another port", { web: old(redirect("https://h.example:8443/old")) }, []],
  [
    "a path of its own that another service serves",
    { web: old(redirect("https://h.example/old/x")), api: old({}, "/old/x") },
    [],
  ],
  ["a host of its wildcard", { web: { hosts: ["*.example"], ...redirect("https://a.example/") } }, [loop]],
  [
    "a host of its wildcard that another service serves",
    { web: { hosts: ["*.example"], ...redirect("https://a.example/") }, api: { hosts: ["a.example"] } },
    [],
  ],
  [
    "a service that leads back",
    { web: old(redirect("https://h.example/b")), b: old(redirect("https://h.example/old"), "/b") },
    [loop, "services.b.redirect.to: redirect-loop"],
  ],
  [
    "a circle that it is not part of",
    {
      web: old(redirect("https://h.example/b"), "/a"),
      b: old(redirect("https://h.example/c"), "/b"),
      c: old(redirect("https://h.example/b"), "/c"),
    },
    ["services.b.redirect.to: redirect-loop", "services.c.redirect.to: redirect-loop"],
  ],
  [
    "its own expression",
    {
      web: {
        hosts: ["h.example"],
        paths: [{ path: "/o.*d", type: "Regex" }],
        ...redirect("http://h.example/Old"),
      },
    },
    [loop],
  ],
];

for (const [title, args, expected] of loops) {
  test(`a redirect to ${title}: ${expected.length === 0 ? "no loop" : "a loop"}`, (t) => {
    t.deepEqual(told(redirectLoops(services(args))), expected);
  });
}

test("beside a redirect, fields of the backend are refused", (t) => {
  const problems = (args: Partial<ServiceArgs>) =>
    services({ web: { ...redirect("https://www.example/"), ...args } }).flatMap((one) =>
      told(redirectProblems(one)),
    );
  t.deepEqual(problems({ tls: true, hsts: true, headers: { response: { "X-A": "a" } } }), []);
  t.deepEqual(
    problems({
      allow: ["192.0.2.0/24"],
      rewrite: "/",
      emergency: { service: "standby" },
      backend: { service: "web", port: 80, probe: { httpGet: { path: "/" } } },
      headers: { request: { "X-A": "a" } },
    }).toSorted(),
    ["allow", "backend.probe", "emergency", "headers.request", "rewrite"].map(
      (field) => `services.web.${field}: unused-by-redirect`,
    ),
  );
  t.deepEqual(problems(redirect("https://www.example/?a=b", true)), [
    "services.web.redirect.to: path-after-query",
  ]);
  t.deepEqual(problems(redirect("https://www.example/?a=b")), []);
});
