import test from "ava";
import { classControllers, controllers } from "../../../core/controllers/registry.ts";
import type { ServicePlans } from "../../../core/controllers/service-plan.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { ControllerName } from "../../../core/model/controllers.ts";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import type { Problem } from "../../../core/model/problems.ts";
import type { ServiceArgs, ServiceSpec } from "../../../core/model/service.ts";
import { clients } from "./features/clients.ts";
import { headers } from "./features/headers.ts";
import { https } from "./features/https.ts";
import { upstream } from "./features/upstream.ts";
import { classOf, edgeClass, service } from "./fixtures.ts";

/** What a class with snippets, or the edge, makes of services. */
interface Renderer {
  readonly problems: (services: readonly ServiceSpec[]) => readonly Problem[];
  readonly plan: (services: readonly ServiceSpec[], flag: FailoverFlag) => ServicePlans;
  /** Data of the class's ConfigMap. */
  readonly data: (services: readonly ServiceSpec[]) => Readonly<Record<string, string>>;
}

const f5 = classOf("f5", { snippets: true });
const ingressNginx = classOf("ingress-nginx", { snippets: true });
const renderers: Readonly<Record<ControllerName, Renderer>> = {
  f5: ofClass("f5", f5),
  "ingress-nginx": ofClass("ingress-nginx", ingressNginx),
  haproxy: {
    problems: (services) => controllers.haproxy.services.problems(edgeClass(), services),
    plan: (services, flag) => controllers.haproxy.services.plan(edgeClass(), planFailover(flag, services)),
    data: () => ({}),
  },
};

function ofClass(name: "f5" | "ingress-nginx", spec: ReturnType<typeof classOf>): Renderer {
  const { services: renderer, configuration } = classControllers[name];
  return {
    problems: (services) => [...renderer.problems(spec, services), ...configuration.problems(spec, services)],
    plan: (services, flag) => renderer.plan(spec, planFailover(flag, services)),
    data: (services) => configuration.data(spec, services, {}),
  };
}

/** What services of a class have in common: the ConfigMap keys that depend on them. */
const classWide: Readonly<Record<ControllerName, readonly string[]>> = {
  f5: ["http-snippets", "http2", "location-snippets", "server-snippets"],
  "ingress-nginx": [
    "hsts",
    "hsts-include-subdomains",
    "hsts-max-age",
    "http-redirect-code",
    "limit-conn-status-code",
    "limit-req-status-code",
    "location-snippet",
    "use-http2",
  ],
  haproxy: [],
};

/** The features that the controller takes, each as a service of its own host and Service, half of them with a standby. */
function servicesOf({ problems }: Renderer): readonly ServiceSpec[] {
  const taken: ServiceSpec[] = [];
  for (const { args } of [...clients, ...headers, ...https, ...upstream]) {
    const name = `s${taken.length}`;
    const own: Partial<ServiceArgs> = {
      ...args,
      hosts: [`${name}.example`],
      backend: { service: name, port: "http" },
      ...(taken.length % 2 === 0 ? {} : { emergency: { service: `${name}-standby` } }),
    };
    const spec = service(name, own);
    // Of those that have to agree on something, the first decides.
    if (problems([...taken, spec]).length === 0) taken.push(spec);
  }
  return taken;
}

const rendered = ({ services }: ServicePlans) =>
  Object.fromEntries(services.map((plan) => [plan.service.name, plan.objects]));

for (const [controller, renderer] of Object.entries(renderers) as [ControllerName, Renderer][]) {
  const services = servicesOf(renderer);

  test(`${controller}: enough services to tell`, (t) => {
    t.true(services.length >= 18, `${services.length}`);
  });

  for (const count of [1, 2, 5, 18]) {
    for (const first of [0, 3, 7]) {
      const some = [...services, ...services].slice(first, first + count);
      const names = some.map(({ name }) => name);

      test(`${controller}: ${count} services from the ${first}th are rendered as each alone`, (t) => {
        const alone = Object.assign({}, ...some.map((one) => rendered(renderer.plan([one], "none"))));
        t.deepEqual(Object.keys(alone).length, count);
        t.deepEqual(rendered(renderer.plan(some, "none")), alone);
        t.deepEqual(renderer.plan(some, "none").shared, []);
      });

      test(`${controller}: a switch of ${count} services from the ${first}th is one of each alone`, (t) => {
        const all = services.map(({ name }) => name);
        const switched = names.filter((name) => Number(name.slice(1)) % 2 === 1);
        const before = rendered(renderer.plan(services, "none"));
        const after = rendered(renderer.plan(services, switched));
        const changed = all.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
        t.deepEqual(
          changed,
          switched.toSorted((a, b) => all.indexOf(a) - all.indexOf(b)),
        );
        for (const one of some.filter(({ name }) => switched.includes(name))) {
          t.deepEqual(after[one.name], rendered(renderer.plan([one], [one.name]))[one.name]);
        }
      });

      test(`${controller}: ${count} services from the ${first}th change the class's listed keys alone`, (t) => {
        const [none, data] = [renderer.data([]), renderer.data(some)];
        const keys = [...new Set([...Object.keys(none), ...Object.keys(data)])];
        const changed = keys.filter((key) => none[key] !== data[key]);
        t.deepEqual(
          changed.filter((key) => !classWide[controller].includes(key)),
          [],
        );
      });
    }
  }
}
