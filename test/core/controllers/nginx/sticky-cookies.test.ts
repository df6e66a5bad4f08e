import test from "ava";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const on = (name: string, paths: readonly string[], args: Partial<ServiceArgs> = {}) =>
  service(name, { hosts: ["shop.example"], paths: paths.map((path) => ({ path })), sticky: true, ...args });

const twice = ["services.b.sticky.cookie: shared-cookie"];

for (const controller of ["f5", "ingress-nginx"] as const) {
  const spec = classOf(controller);

  test(`${controller}: two cookies of one name and path on a host overwrite each other`, (t) => {
    const [a, b] = [on("a", ["/a", "/x"]), on("b", ["/b", "/y"])];
    t.deepEqual(problemsOf(spec, [a, b]), twice);
    t.deepEqual(problemsOf(spec, [a, on("b", ["/b", "/y"], { sticky: { cookie: "other" } })]), []);
    t.deepEqual(problemsOf(spec, [a, on("b", ["/b", "/y"], { sticky: false })]), []);
    t.deepEqual(problemsOf(spec, [a, on("b", ["/b", "/y"], { hosts: ["other.example"] })]), []);
  });

  test(`${controller}: a cookie for one path goes before that for the whole host`, (t) => {
    t.deepEqual(problemsOf(spec, [on("a", ["/a"]), on("b", ["/b"]), on("c", ["/"])]), []);
  });
}

test("ingress-nginx: services that share two hosts are told once", (t) => {
  const hosts = ["one.example", "two.example"];
  const services = [on("a", ["/a", "/x"], { hosts }), on("b", ["/b", "/y"], { hosts })];
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), twice);
});
