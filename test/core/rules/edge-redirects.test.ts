import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { redirectWarnings } from "../../../core/rules/edge-redirects.ts";
import { planClasses } from "../../../core/rules/edge-routes.ts";
import { service } from "../controllers/fixtures.ts";
import { edgeOf, exposureOf, trusting } from "../edge-fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

const redirected: Partial<ServiceArgs> = { tls: true, forceHttps: true };

function warningsFor(args: ClassArgs, of: Partial<ServiceArgs>, https?: number): readonly string[] {
  const classes = [resolveClass("public", { ...trusting, ...args })];
  const outputs = {
    ...exposureOf({}),
    ...exposureOutputs({
      cluster: {},
      classes,
      services: [service("web", of)],
      failover: "none",
      logrotate: { image: "logrotate:1", pullPolicy: "IfNotPresent", resources: {} },
    }),
  };
  const settings = https === undefined ? {} : { public: { https } };
  return redirectWarnings(
    planClasses({ edge: edgeOf(), classes: settings }, outputs).routes,
    outputs.classes,
  );
}

const sentence = (port: number, https: number) =>
  `classes.public.https: services of class "public" redirect to HTTPS on port ${port}, and the edge has its HTTPS on ${https}: set it to ${port}, or have what is in front of the edge take port ${port} to ${https}`;

for (const controller of ["f5", "ingress-nginx"] as const) {
  for (const [title, args, of, https, expected] of [
    ["the class's own port", {}, redirected, undefined, []],
    ["another port of the edge", {}, redirected, 9443, [sentence(443, 9443)]],
    ["another port, and no redirect", {}, { tls: true }, 9443, []],
    ["the class's own port, which is not 443", { expose: { https: 8443 } }, redirected, undefined, []],
    [
      "443 before a class on another port",
      { expose: { https: 8443 } },
      redirected,
      443,
      [sentence(8443, 443)],
    ],
    // nginx itself has 443 there.
    ["a class's node port", { expose: { as: "nodePort" } }, redirected, undefined, [sentence(443, 30_443)]],
    ["443 before a class's node port", { expose: { as: "nodePort" } }, redirected, 443, []],
  ] as const) {
    test(`${controller}: ${title}`, (t) => {
      t.deepEqual(warningsFor({ controller, ...args }, of, https), expected);
    });
  }
}

test("outputs of an older copy of exposure say nothing of redirects", (t) => {
  t.deepEqual(
    redirectWarnings([{ className: "public", https: 9443 }], exposureOf({ public: trusting }).classes),
    [],
  );
  t.deepEqual(redirectWarnings([{ className: "public", https: 9443 }], {}), []);
});
