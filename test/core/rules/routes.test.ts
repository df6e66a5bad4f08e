import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { routeProblems } from "../../../core/rules/routes.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

type Case = readonly [string, Readonly<Record<string, Partial<ServiceArgs>>>, readonly string[]];

const hosts = ["a.example"];
const v2 = [{ path: "/v2" }] as const;

const routes: readonly Case[] = [
  ["one host, two paths", { a: { hosts }, b: { hosts, paths: v2 } }, []],
  ["one path, two hosts", { a: { hosts }, b: { hosts: ["b.example"] } }, []],
  ["one path with a host and without", { a: { hosts }, b: {} }, []],
  ["a host and its wildcard", { a: { hosts }, b: { hosts: ["*.example"] } }, []],
  ["one route in two classes", { a: { hosts }, b: { hosts, class: "internal" } }, []],
  ["one path, once exact", { a: { hosts }, b: { hosts, paths: [{ path: "/", type: "Exact" }] } }, []],
  ["the same host and path", { a: { hosts }, b: { hosts } }, ["b.paths: route-taken"]],
  ["the same path without a host", { a: { paths: v2 }, b: { paths: v2 } }, ["b.paths[0]: route-taken"]],
  [
    "a prefix with and without a slash at its end",
    { a: { hosts, paths: v2 }, b: { hosts, paths: [{ path: "/v2/" }] } },
    ["b.paths[0]: route-taken"],
  ],
  [
    "one path on several hosts, reported once",
    {
      a: { hosts: ["a.example", "b.example"], paths: v2 },
      b: { hosts: ["c.example", "b.example", "a.example"], paths: [{ path: "/" }, { path: "/v2" }] },
    },
    ["b.paths[1]: route-taken"],
  ],
  [
    "one path twice in one service",
    { a: { paths: [{ path: "/v2" }, { path: "/v2" }] } },
    ["a.paths[1]: listed-twice"],
  ],
];

for (const [title, args, problems] of routes) {
  test(`${title}: ${problems.length} problems`, (t) => {
    t.deepEqual(
      told(routeProblems(services(args))),
      problems.map((problem) => `services.${problem}`),
    );
  });
}
