import { labelProblem } from "../config/formats/kubernetes-names.ts";
import type { LocatedService } from "../config/located.ts";
import type { Problem } from "../model/problems.ts";
import { isSameBackend, type ProbeArgs, type ServiceArgs } from "../model/service.ts";
import { headerProblems } from "./header-rules.ts";
import { annotationProblems, ingressSizeProblems } from "./object-sizes.ts";
import { redirectProblems } from "./redirects.ts";

/** Words that have a meaning in the flag `failover`. */
const flagWords = ["all", "none"];

/** What is wrong with one service by itself. */
export function serviceProblems(located: LocatedService): readonly Problem[] {
  const { args, spec, at } = located;
  const problems: Problem[] = [];
  const refuse = (path: string, code: string, message: string): void => {
    problems.push({ path, code, message });
  };
  const refuseTwice = (list: string, values: readonly string[] = []): void => {
    for (const [index, value] of values.entries()) {
      if (values.indexOf(value) < index) {
        refuse(at(`${list}[${index}]`), "listed-twice", `"${value}" is listed twice: remove one of the two`);
      }
    }
  };
  const name = labelProblem(spec.name);
  if (name !== undefined) refuse(at(), "wrong-name", name);
  if (flagWords.includes(spec.name)) {
    refuse(
      at(),
      "reserved-name",
      `"${spec.name}" has a meaning of its own in the failover flag: give the service another name`,
    );
  }
  problems.push(...certificateProblems(args, at));
  if (spec.emergency !== undefined && isSameBackend(spec.emergency, spec.backend)) {
    refuse(
      at("emergency"),
      "same-backend",
      `is the same as the primary backend ("${spec.backend.service}", port ${spec.backend.port}): name another Service or port, or leave it out`,
    );
  }
  const { rateLimit, externalAuth } = args;
  if (
    externalAuth !== undefined &&
    (externalAuth.url === undefined) === (externalAuth.service === undefined)
  ) {
    const both = externalAuth.url !== undefined;
    refuse(
      at("externalAuth"),
      both ? "two-auth-services" : "no-auth-service",
      both ? "has both url and service: leave one out" : "asks nobody: set url or service",
    );
  }
  if (rateLimit !== undefined) {
    const rates = [rateLimit.requestsPerSecond, rateLimit.requestsPerMinute].filter(
      (rate) => rate !== undefined,
    );
    if (rates.length === 0)
      refuse(at("rateLimit"), "no-rate", "has no rate: set requestsPerSecond or requestsPerMinute");
    if (rates.length > 1)
      refuse(at("rateLimit"), "two-rates", "has both requestsPerSecond and requestsPerMinute: leave one out");
  }
  problems.push(
    ...probeProblems(args.backend.probe, at("backend.probe")),
    ...probeProblems(args.emergency?.probe, at("emergency.probe")),
    ...headerProblems(located),
    ...redirectProblems(located),
    ...annotationProblems(located),
    ...ingressSizeProblems(located),
  );
  if (args.errorPages !== undefined) {
    const { service, url } = args.errorPages;
    if (service === undefined && url === undefined)
      refuse(at("errorPages"), "no-page", "has no page: set service or url");
    if (service !== undefined && url !== undefined)
      refuse(at("errorPages"), "two-pages", "has both service and url: leave one out");
  }
  refuseTwice("errorPages.statuses", args.errorPages?.statuses.map(String));
  refuseTwice("hosts", args.hosts);
  // F5 drops an Ingress whose conditions repeat.
  refuseTwice("retries.on", args.retries?.on);
  return problems;
}

function certificateProblems({ tls, hosts }: ServiceArgs, at: LocatedService["at"]): readonly Problem[] {
  if (typeof tls !== "object") return [];
  const { secret, issuer, clusterIssuer } = tls;
  const maker = issuer !== undefined ? "tls.issuer" : "tls.clusterIssuer";
  if (issuer !== undefined && clusterIssuer !== undefined) {
    const message = "names a second issuer beside tls.issuer: leave one out";
    return [{ path: at("tls.clusterIssuer"), code: "two-issuers", message }];
  }
  if (issuer === undefined && clusterIssuer === undefined) {
    const message =
      "is empty: name a Secret, an issuer or a clusterIssuer, or set tls to true for the default certificate";
    return secret === undefined ? [{ path: at("tls"), code: "empty-tls", message }] : [];
  }
  const message = "needs hosts, whose names the certificate holds: set hosts, or set tls to true";
  return hosts === undefined ? [{ path: at(maker), code: "needs-hosts", message }] : [];
}

function probeProblems(probe: ProbeArgs | undefined, path: string): readonly Problem[] {
  if (probe === undefined || (probe.httpGet === undefined) !== (probe.grpc === undefined)) return [];
  return probe.grpc === undefined
    ? [{ path, code: "empty-probe", message: "is empty: set httpGet or grpc" }]
    : [{ path, code: "two-probes", message: "has both httpGet and grpc: leave one out" }];
}
