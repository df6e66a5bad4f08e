import { uncheckedAnnotations } from "../controllers/annotations.ts";
import { fieldsByAddress } from "../controllers/fields-by-address.ts";
import { servicesOf } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import { listed } from "../model/listed.ts";
import { hasTls, type ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";

/** Warnings about the services of one class that are told one by one. */
const told = 20;

/** What is allowed but should change, or does less than its settings promise: one sentence each. */
export function warningsOf({
  classes,
  services,
}: Pick<StackConfig, "classes" | "services">): readonly string[] {
  return [
    ...classes.flatMap((spec) => {
      const { title, version, retired } = classControllers[spec.controller].facts;
      return [
        ...(retired === undefined ? [] : [`class "${spec.name}" runs ${title} ${version}: ${retired}`]),
        ...unknownAddresses(spec, services),
        ...serviceWarnings(spec, servicesOf(spec, services)),
      ];
    }),
    ...uncheckedWarnings(services),
    ...unverifiedWarnings(services),
  ];
}

/** Services whose backends speak TLS, and for which nobody has said whether they are verified. */
export function unverifiedWarnings(services: readonly ServiceSpec[]): readonly string[] {
  const names = services
    .filter((service) => hasTls(service.protocol) && service.backendTls === undefined)
    .map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        `${listed(names, 10)}: the backend speaks TLS, and its certificate is not verified: name its CA (backendTls.ca), or say so (backendTls: { verify: false })`,
      ];
}

/** Services with annotations that the controller takes as they are. */
export function uncheckedWarnings(services: readonly ServiceSpec[]): readonly string[] {
  return services.flatMap((service) => {
    const names = uncheckedAnnotations(service);
    return names.length === 0
      ? []
      : [
          `service "${service.name}" passes ${names.join(", ")} on unchecked: a wrong value may take its class down`,
        ];
  });
}

function serviceWarnings(spec: ClassSpec, services: readonly ServiceSpec[]): readonly string[] {
  const warnings = classControllers[spec.controller].services
    .warnings(spec, services)
    .map(({ path, message }) => `${path}: ${message}`);
  const others = warnings.length - told;
  return others <= 0
    ? warnings
    : [...warnings.slice(0, told), `class "${spec.name}" has ${others} more warnings of this kind`];
}

/** The node keeps a client's address; whether the balancer does, only its owner knows. */
function unknownAddresses(
  { name, expose, proxyProtocol, forwardedHeaders }: ClassSpec,
  services: readonly ServiceSpec[],
): readonly string[] {
  if (expose.as !== "loadBalancer" || (proxyProtocol ?? forwardedHeaders) !== undefined) return [];
  const concerned = services.filter(
    (service) => service.class === name && fieldsByAddress(service).length > 0,
  );
  if (concerned.length === 0) return [];
  const who = listed(concerned.map((service) => `"${service.name}"`));
  return [
    `class "${name}" is behind a load balancer, and allow and rateLimit (${who}) go by the address it passes on: if it replaces clients' addresses by its own, have it send PROXY protocol and set classes.${name}.proxyProtocol`,
  ];
}
