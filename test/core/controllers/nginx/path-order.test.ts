import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassControllerName } from "../../../../core/model/controllers.ts";
import type { PathArgs, ServiceArgs } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const regex = (path: string): PathArgs => ({ path, type: "Regex" });
const exact = (path: string): PathArgs => ({ path, type: "Exact" });

const hosts = ["h.example"];
const ofA = (path: PathArgs, args: Partial<ServiceArgs> = {}) =>
  service("a", { hosts, paths: [path], ...args });
const ofB = (path: PathArgs, args: Partial<ServiceArgs> = {}) =>
  service("b", { hosts, paths: [path], ...args });

/** What is wrong with a's path beside b's, by controller. */
const pairs: readonly (readonly [PathArgs, PathArgs, Readonly<Record<ClassControllerName, string>>])[] = [
  [regex("/api/v[0-9]+.*"), { path: "/api" }, { f5: "", "ingress-nginx": "" }],
  // Nine characters make an expression of a Prefix path.
  [regex("/api/v[0-9]+"), { path: "/api" }, { f5: "", "ingress-nginx": "wider-path-first" }],
  [regex("/v[0-9]+"), { path: "/" }, { f5: "", "ingress-nginx": "" }],
  [regex("/.*"), { path: "/" }, { f5: "ambiguous-paths", "ingress-nginx": "ambiguous-paths" }],
  [regex("/.*"), { path: "/admin" }, { f5: "wider-path-first", "ingress-nginx": "" }],
  [
    regex("/[a-z]+/.*\\.png$"),
    { path: "/img" },
    { f5: "ambiguous-paths", "ingress-nginx": "ambiguous-paths" },
  ],
  [regex("/img/.*\\.png$"), { path: "/Admin" }, { f5: "", "ingress-nginx": "" }],
  [regex("/img/.*"), exact("/img/logo"), { f5: "", "ingress-nginx": "" }],
  [regex("/img/.*\\.png$"), exact("/img/a.png"), { f5: "", "ingress-nginx": "wider-path-first" }],
  [regex("/v1/.*"), regex("/v2/.*"), { f5: "", "ingress-nginx": "" }],
  [regex("/v1/.*"), regex("/v[0-9]/.*"), { f5: "wider-path-first", "ingress-nginx": "wider-path-first" }],
  [regex("/v1/x/y/z/.*"), regex("/v[0-9]/.*"), { f5: "wider-path-first", "ingress-nginx": "" }],
  [regex("/v[1-3]/"), regex("/v[3-5]/"), { f5: "ambiguous-paths", "ingress-nginx": "ambiguous-paths" }],
];

for (const controller of ["f5", "ingress-nginx"] as const) {
  for (const [a, b, expected] of pairs) {
    const code = expected[controller];
    test(`${controller}: ${a.type} ${a.path} beside ${b.type ?? "Prefix"} ${b.path}: ${code || "both are served"}`, (t) => {
      const blamed = b.type === "Regex" ? "b" : "a";
      const problems = code === "" ? [] : [`services.${blamed}.paths: ${code}`];
      t.deepEqual(problemsOf(classOf(controller), [ofA(a), ofB(b)]), problems);
    });
  }

  test(`${controller}: expressions of one service, or of other hosts, may match the same`, (t) => {
    const own = service("a", { hosts, paths: [regex("/v[1-3]/"), regex("/v[3-5]/")] });
    const other = service("b", { hosts: ["other.example"], paths: [regex("/v[3-5]/")] });
    t.deepEqual(problemsOf(classOf(controller), [own, other]), []);
  });
}

test("f5: where an expression matches the name of a Prefix path, the Prefix path leaves it that", (t) => {
  const services = [ofA(regex("/api(\\.json)?$")), ofB({ path: "/api" })];
  t.deepEqual(problemsOf(classOf("f5"), services), ["services.a.paths: ambiguous-paths"]);
  const within = [ofA(regex("/api(/|$)$")), ofB({ path: "/api" })];
  t.deepEqual(problemsOf(classOf("f5"), within), []);
});

test("ingress-nginx: paths of two services that differ by case are refused on a host of expressions", (t) => {
  const spec = classOf("ingress-nginx");
  const upper = ofA({ path: "/Shop" });
  const lower = ofB({ path: "/shop/cart" });
  const other = service("c", { hosts, paths: [{ path: "/c" }], rewrite: "/" });
  t.deepEqual(problemsOf(spec, [upper, lower]), []);
  t.deepEqual(problemsOf(spec, [upper, lower, other]), ["services.b.paths: differs-by-case"]);
  t.deepEqual(problemsOf(spec, [ofA(exact("/Shop")), ofB(exact("/shop")), other]), [
    "services.b.paths: differs-by-case",
  ]);
  t.deepEqual(problemsOf(spec, [ofA({ path: "/shop" }), ofB({ path: "/shop/cart" }), other]), []);
});

test("ingress-nginx: a Regex path or a rewrite that changes how other services match is told", (t) => {
  const warned = (args: Partial<ServiceArgs>) =>
    told(
      classControllers["ingress-nginx"].services.warnings(classOf("ingress-nginx"), [
        ofA({ path: "/a" }, args),
        ofB({ path: "/b" }),
      ]),
    );
  t.deepEqual(warned({}), []);
  t.deepEqual(warned({ rewrite: "/" }), ["services.a.rewrite: ignores-case"]);
  t.deepEqual(warned({ paths: [regex("/a.*")] }), ["services.a.paths: ignores-case"]);
  t.deepEqual(warned({ paths: [regex("/a.*")], hosts: ["other.example"] }), []);
});
