import test from "ava";
import { type ClassSettingTable, settingProblems } from "../../../core/controllers/class-settings.ts";
import { classControllers } from "../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classControllerNames } from "../../../core/model/controllers.ts";
import { told } from "../../told-problems.ts";
import { resolveClass } from "../resolve-class.ts";

/** A class with every setting that a controller has to apply. */
const everything: ClassArgs = {
  logs: { to: "file", fields: { tenant: "$http_x_tenant" } },
  templates: { main: "main.tmpl", ingress: "ingress.tmpl" },
  defaultCertificate: "certificates/wildcard",
  metrics: true,
  portOffset: 10,
  proxyProtocol: { trustedAddresses: ["10.0.0.1/32"] },
  forwardedHeaders: { trustedAddresses: ["10.0.0.1/32"] },
  snippets: true,
  configSafety: true,
  ipv6: false,
  tls: { minVersion: "TLSv1.2", ciphers: "HIGH" },
  customResources: true,
  latencyMetrics: true,
};

const refusals = {
  f5: [],
  "ingress-nginx": [
    "classes.public.templates.ingress: one-template",
    "classes.public.configSafety: always-tests",
    "classes.public.customResources: unsupported",
    "classes.public.latencyMetrics: always-measures",
  ],
};

for (const controller of classControllerNames) {
  test(`${controller} refuses the settings it cannot apply`, (t) => {
    const spec = resolveClass("public", { controller, ...everything });
    t.deepEqual(told(settingProblems(classControllers[controller].settings, spec)), refusals[controller]);
    const plain = resolveClass("public", { controller, logs: { to: "stdout" } });
    t.deepEqual(settingProblems(classControllers[controller].settings, plain), []);
  });
}

test("a controller that can apply nothing refuses each setting that a class asks for", (t) => {
  const refusal = { code: "unsupported", sentence: "cannot do this: leave it out" };
  const nothing: ClassSettingTable = {
    "drain.delay": refusal,
    "drain.timeout": refusal,
    "logs.to": refusal,
    "logs.fields": refusal,
    "templates.main": refusal,
    "templates.ingress": refusal,
    "tls.minVersion": refusal,
    "tls.ciphers": refusal,
    ipv6: refusal,
    defaultCertificate: refusal,
    configSafety: refusal,
    customResources: refusal,
    latencyMetrics: refusal,
    metrics: refusal,
    portOffset: refusal,
    forwardedHeaders: refusal,
    proxyProtocol: refusal,
    snippets: refusal,
  };
  const problems = settingProblems(nothing, resolveClass("public", everything));
  t.deepEqual(
    problems.map(({ path }) => path),
    Object.keys(nothing).map((setting) => `classes.public.${setting}`),
  );
  t.is(problems[0]?.message, 'class "public" (f5) cannot do this: leave it out');
});
