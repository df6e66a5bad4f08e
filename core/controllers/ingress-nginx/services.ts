import type { ClassSpec } from "../../model/class.ts";
import { type ActiveBackend, servedView } from "../../model/failover.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { certificateProblems } from "../host-certificates.ts";
import { ingressTls, serviceManifest } from "../ingress.ts";
import { clientAddressProblems } from "../nginx/client-addresses.ts";
import { nginxLiveView } from "../nginx/live-view.ts";
import { expressionProblems } from "../nginx/path-order.ts";
import { withSnippetRules } from "../nginx/service-snippets.ts";
import { valueProblems } from "../nginx/service-values.ts";
import { nginxWarnings } from "../nginx/service-warnings.ts";
import { cookieProblems } from "../nginx/sticky-cookies.ts";
import { appRootProblems } from "../paths.ts";
import { ingressPlan } from "../service-plan.ts";
import { disagreements } from "../service-problems.ts";
import { nginxCanary, nginxCanaryRefusal } from "./canary.ts";
import { ingressNginxDialect } from "./dialect.ts";
import { classSettings, ingressNginxFields, serviceAnnotations } from "./fields.ts";
import { certificateQuestions, underscoreProblems } from "./guards.ts";
import {
  caseProblems,
  ingressNginxPathOrder,
  isRegex,
  nginxPaths,
  orderProblems,
  regexHosts,
  regexWarnings,
} from "./paths.ts";
import { withWwwNames, wwwProblems } from "./www.ts";

const checked = withSnippetRules(ingressNginxFields);

/** ingress-nginx 1.15. The controller merges services of one host, so each keeps its own Ingress. */
export const ingressNginxServices: ServiceRenderer<ClassSpec> = {
  fields: ingressNginxFields,

  problems: (spec, services) => [
    ...fieldProblems(checked, spec, services, classSetting),
    ...classWideProblems(spec, services),
    // The oldest Ingress's certificate serves the host.
    ...certificateProblems(spec, services),
    ...orderProblems(spec, services),
    ...caseProblems(spec, services),
    ...expressionProblems(spec, services, ingressNginxPathOrder),
    ...appRootProblems(spec, services),
    ...wwwProblems(spec, services),
    ...valueProblems(ingressNginxDialect, spec, services),
    ...clientAddressProblems(ingressNginxDialect, spec, services),
    ...cookieProblems(spec, services),
    ...certificateQuestions(spec, services),
    ...underscoreProblems(spec, services),
  ],

  warnings: (spec, services) => [...nginxWarnings(spec, services), ...regexWarnings(spec, services)],

  plan: (spec, active) => {
    const hosts = regexHosts(active.map(({ service }) => service));
    const services = active.map((activeBackend) => {
      const { service } = activeBackend;
      const regex = isRegex(service, hosts);
      const paths = nginxPaths(service, regex);
      const manifestOf = (side: ActiveBackend) =>
        serviceManifest({
          spec,
          active: side,
          annotations: serviceAnnotations(servedView(side), spec, regex),
          paths,
          tls: ingressTls(withWwwNames(service)),
        });
      const canary = nginxCanary(spec, activeBackend, paths);
      return ingressPlan({ class: spec, active: activeBackend, manifestOf, canary, live: nginxLiveView });
    });
    return { services, shared: [] };
  },
};

/** A canary Ingress takes marked requests, or a share of all requests. */
export const ingressNginxSwitching: Switching = {
  refusal: (_mode, service, services) => nginxCanaryRefusal(service, services),
};

function classWideProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return classSettings.flatMap((setting) =>
    disagreements(spec, services, {
      ...setting,
      code: "once-for-the-class",
      sentence: (first) =>
        `sets ${setting.words} once for all its services, and service "${first}" differs: make both the same, or move one to an f5 class`,
    }),
  );
}
