import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs, ClassSpec } from "../../../../core/model/class.ts";
import type { ClassControllerName } from "../../../../core/model/controllers.ts";
import type { ServiceArgs, ServiceSpec } from "../../../../core/model/service.ts";
import { classOf, planOf, problemsOf, service } from "../fixtures.ts";

const inFront: ClassArgs = { forwardedHeaders: { trustedAddresses: ["192.0.2.0/24", "198.51.100.1/32"] } };
const trusted = "192.0.2.0/24,198.51.100.1/32";
const hosts = ["a.example"];

const keys = {
  f5: { "real-ip-header": "X-Forwarded-For", "real-ip-recursive": "true", "set-real-ip-from": trusted },
  "ingress-nginx": { "use-forwarded-headers": "true", "proxy-real-ip-cidr": trusted },
};

for (const [controller, expected] of Object.entries(keys) as [
  ClassControllerName,
  Record<string, string>,
][]) {
  test(`${controller} takes clients' addresses from the balancer in front`, (t) => {
    const { configuration } = classControllers[controller];
    t.like(configuration.data(classOf(controller, inFront), []), expected);
    t.deepEqual(configuration.problems(classOf(controller, inFront), []), []);
    for (const key of Object.keys(expected)) {
      const raw = classOf(controller, { ...inFront, configMap: { [key]: "other" } });
      t.deepEqual(
        configuration.problems(raw, []).map(({ code }) => code),
        ["undoes-setting"],
      );
    }
  });
}

const fields: readonly (readonly [
  ClassControllerName,
  ClassArgs,
  Partial<ServiceArgs>,
  readonly string[],
])[] = [
  ["f5", {}, { forceHttps: true }, ["services.web.forceHttps: needs-tls"]],
  ["f5", {}, { hsts: true }, ["services.web.hsts: needs-tls"]],
  ["ingress-nginx", {}, { forceHttps: 301 }, ["services.web.forceHttps: needs-tls"]],
  ["f5", inFront, { forceHttps: true, hsts: true }, []],
  ["ingress-nginx", inFront, { forceHttps: true }, []],
  ["ingress-nginx", inFront, { hsts: true }, ["services.web.hsts: not-in-front"]],
  ["ingress-nginx", inFront, { hsts: true, tls: { secret: "web" } }, []],
];

for (const [controller, args, asked, problems] of fields) {
  test(`${controller}${args === inFront ? " behind a balancer" : ""}: ${JSON.stringify(asked)}`, (t) => {
    const problem = problemsOf(classOf(controller, args), [service("web", { hosts, ...asked })]);
    t.deepEqual(problem, [...problems]);
  });
}

test("F5 goes by X-Forwarded-Proto where TLS ends in front, and redirects nothing by itself", (t) => {
  const asked = { hosts, forceHttps: 307, hsts: true } as const;
  const redirect = {
    "nginx.org/redirect-to-https": "true",
    "nginx.org/http-redirect-code": "307",
    "nginx.org/hsts-behind-proxy": "true",
  };
  const spec = classOf("f5", inFront);
  const plain = ingressAnnotations(spec, service("web", asked));
  t.like(plain, redirect);
  t.false("nginx.org/ssl-redirect" in plain);
  const both = ingressAnnotations(spec, service("web", { ...asked, tls: { secret: "web" } }));
  t.like(both, { ...redirect, "nginx.org/ssl-redirect": "false" });
});

test("ingress-nginx redirects to the balancer's port, not its own", (t) => {
  const spec = classOf("ingress-nginx", { ...inFront, expose: { http: 8080, https: 8443 } });
  const annotations = ingressAnnotations(spec, service("web", { hosts, forceHttps: true }));
  t.is(annotations["nginx.ingress.kubernetes.io/force-ssl-redirect"], "true");
  t.false("nginx.ingress.kubernetes.io/use-port-in-redirects" in annotations);
});

function ingressAnnotations(spec: ClassSpec, of: ServiceSpec): Readonly<Record<string, string>> {
  return planOf(spec, [of]).ingresses[0]?.manifest.metadata.annotations ?? {};
}
