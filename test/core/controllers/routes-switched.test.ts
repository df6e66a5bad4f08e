import test from "ava";
import type { ClassControllerName } from "../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { asIngress, classOf, planOf, service } from "./fixtures.ts";

const fields: Readonly<Record<string, Partial<ServiceArgs>>> = {
  "a regular expression": { paths: [{ path: "/u/([a-z]+)/(.*)", type: "Regex" }], rewrite: "/$2/of/$1" },
  "a redirect of the root": { appRoot: "/home" },
  "pages in place of errors": { errorPages: { statuses: [502], url: "https://status.example/" } },
  buffers: { requestBuffering: false, proxyBufferSize: "16k", proxyBuffers: { number: 8, size: "16k" } },
};

const controllers: readonly ClassControllerName[] = ["f5", "ingress-nginx"];

for (const controller of controllers) {
  for (const [title, args] of Object.entries(fields)) {
    test(`${controller}: a switch changes the backend beside ${title}, and nothing else`, (t) => {
      const web = service("web", { ...args, emergency: { service: "standby" } });
      const spec = classOf(controller, { snippets: true });
      const [off, on] = (["none", "all"] as const).map((flag) => {
        const [plan] = planOf(spec, [web], flag).ingresses;
        if (plan === undefined) throw new Error("no plan");
        return asIngress(plan.manifest);
      });
      t.is(off?.spec.rules[0]?.http?.paths[0]?.backend.service.name, "web");
      t.is(on?.spec.rules[0]?.http?.paths[0]?.backend.service.name, "standby");
      const text = JSON.stringify(on)
        .replaceAll("standby", "web")
        .replace('"exposure.dev/backend":"emergency",', "");
      t.is(text, JSON.stringify(off));
    });
  }
}

test("ingress-nginx: a drill's canary has the expressions of its service", (t) => {
  const web = service("web", {
    paths: [{ path: "/u/(.*)", type: "Regex" }],
    emergency: { service: "standby" },
  });
  const flag = { services: { web: { mode: "drill" } } } as const;
  const [plan] = planOf(classOf("ingress-nginx"), [web], flag).ingresses;
  const paths = [plan?.manifest, plan?.canary].map(
    (manifest) =>
      manifest &&
      asIngress(manifest).spec.rules[0]?.http?.paths.map(({ path, pathType }) => [path, pathType]),
  );
  t.deepEqual(paths, [[["/u/(.*)", "ImplementationSpecific"]], [["/u/(.*)", "ImplementationSpecific"]]]);
});
