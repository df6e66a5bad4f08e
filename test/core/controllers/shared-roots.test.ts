import test from "ava";
import { controllerNames } from "../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { classOf, planOf, problemsOf, renderedBy, service } from "./fixtures.ts";

const hosts = ["h.example"];
const on = (name: string, path: string, args: Partial<ServiceArgs> = {}) =>
  service(name, { hosts, paths: [{ path }], ...args });

for (const controller of controllerNames) {
  test(`${controller}: appRoot belongs to the service that serves /`, (t) => {
    const problems = (...all: Parameters<typeof renderedBy>[1]) => renderedBy(controller, all).problems;
    const exact = service("c", { hosts, paths: [{ path: "/", type: "Exact" }], appRoot: "/b" });
    t.deepEqual(problems(on("a", "/", { appRoot: "/b" }), on("b", "/b")), []);
    // F5 tells paths apart without their type.
    if (controller === "f5") return;
    t.deepEqual(problems(on("a", "/"), exact), []);
    t.deepEqual(problems(on("a", "/", { appRoot: "/b" }), exact), ["services.c.appRoot: once-for-the-host"]);
    const { appRoot: _, ...other } = exact;
    t.deepEqual(problems(on("a", "/", { appRoot: "/b" }), other), ["services.a.appRoot: root-of-another"]);
  });
}

test("f5: the master of a shared host has the appRoot of whichever service sets it", (t) => {
  const services = [on("a", "/a"), on("b", "/", { appRoot: "/a" })];
  const { masters, ingresses } = planOf(classOf("f5"), services);
  t.deepEqual(
    masters.map(({ manifest }) => manifest.metadata.annotations["nginx.org/app-root"]),
    ["/a"],
  );
  t.false(ingresses.some(({ manifest }) => "nginx.org/app-root" in manifest.metadata.annotations));
});

test("ingress-nginx: a name that www redirects is no other service's, and is in the certificate", (t) => {
  const spec = classOf("ingress-nginx");
  const web = service("web", {
    hosts: ["h.example", "www.b.example"],
    www: true,
    tls: { secret: "web-tls" },
  });
  t.deepEqual(problemsOf(spec, [web, service("b", { hosts: ["b.example"] })]), [
    "services.web.www: name-is-served",
  ]);
  t.deepEqual(problemsOf(spec, [service("b", { hosts: ["b.example", "www.b.example"], www: true })]), [
    "services.b.www: name-is-served",
    "services.b.www: name-is-served",
  ]);
  const [plan] = planOf(spec, [web]).ingresses;
  t.deepEqual(plan?.manifest.spec.tls, [
    { hosts: ["h.example", "www.b.example", "www.h.example", "b.example"], secretName: "web-tls" },
  ]);
  t.deepEqual(
    plan?.manifest.spec.rules.map(({ host }) => host),
    ["h.example", "www.b.example"],
  );
});
