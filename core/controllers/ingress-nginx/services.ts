import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { byHost } from "../hosts.ts";
import { ingressTls, serviceManifest } from "../ingress.ts";
import { classSetting } from "../nginx/class-setting.ts";
import { nginxLiveView } from "../nginx/live-view.ts";
import { withSnippetRules } from "../nginx/service-snippets.ts";
import { ingressObjects } from "../service-plan.ts";
import { disagreements } from "../service-problems.ts";
import { nginxCanary, nginxCanaryProblem } from "./canary.ts";
import { ingressNginxFields, onceAClass, serviceAnnotations } from "./fields.ts";
import { isRegex, nginxPaths, orderProblems, regexHosts } from "./paths.ts";

const checked = withSnippetRules(ingressNginxFields);

/** ingress-nginx 1.15. The controller merges services of one host: each keeps an Ingress of its own. */
export const ingressNginxServices: ServiceRenderer<ClassSpec> = {
  fields: ingressNginxFields,

  problems: (spec, services) => [
    ...fieldProblems(checked, spec, services, classSetting),
    ...classWideProblems(spec, services),
    ...certificateProblems(spec, services),
    ...orderProblems(spec, services),
  ],

  plan: (spec, active) => {
    const hosts = regexHosts(active.map(({ service }) => service));
    const services = active.map((one) => {
      const { service } = one;
      const regex = isRegex(service, hosts);
      const paths = nginxPaths(service, regex);
      const manifest = serviceManifest({
        spec,
        active: one,
        annotations: serviceAnnotations(service, spec, regex),
        paths,
        tls: ingressTls(service),
      });
      const objects = ingressObjects(manifest, nginxCanary(spec, one, paths));
      return { service, class: spec, active: one, objects, live: nginxLiveView };
    });
    return { services, shared: [] };
  },
};

/** A canary Ingress takes marked requests, or a share of all. */
export const ingressNginxSwitching: Switching = {
  problem: (_mode, service, services) => nginxCanaryProblem(service, services),
};

function classWideProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return onceAClass.flatMap((setting) =>
    disagreements(spec, services, {
      ...setting,
      sentence: (other) =>
        `sets ${setting.words} once for all its services, and "${other}" has it otherwise: make both the same, or move one to an f5 class`,
    }),
  );
}

/** The oldest Ingress's certificate serves the host, so services that name one have to name the same. */
function certificateProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, together]) =>
    disagreements(spec, together, {
      field: "tls",
      // The same Secret copied to another namespace is the same certificate.
      of: ({ tls }) => tls && (tls.secret ?? true),
      sentence: (other) =>
        `serves host ${host} with one certificate, and service "${other}" has another: make both the same, or give one a host of its own`,
    }),
  );
}
