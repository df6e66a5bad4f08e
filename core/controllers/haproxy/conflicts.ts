import type { Problem } from "../../model/problems.ts";
import type { Backend, ServiceSpec } from "../../model/service.ts";
import { certificateProblems } from "../host-certificates.ts";
import { byHost } from "../hosts.ts";
import { appRootProblems } from "../paths.ts";
import { serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";

/** Services that HAProxy cannot serve beside each other. */
export function conflictProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [
    // HAProxy picks a certificate by host, regardless of which Ingress names it.
    ...certificateProblems(spec, services),
    ...sharedServices(spec, services),
    ...sharedCookies(spec, services),
    ...appRootProblems(spec, services),
  ];
}

/**
 * The controller has one backend for a port of a Service, with the settings of whichever Ingress it read last. Its way
 * out, the annotation `standalone-backend`, does not last. With 3.2.11 it gives each Ingress a backend of its own name, so
 * that the first service's requests are answered by 404 when the second one arrives. And it numbers new endpoints in each
 * of those backends differently, so that it later takes the wrong server out.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/pkg/store/events.go
 */
function sharedServices(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  const uses = services.flatMap((service) => [
    { service, field: "backend", backend: service.backend },
    ...(service.emergency === undefined ? [] : [{ service, field: "emergency", backend: service.emergency }]),
  ]);
  const byService = Map.groupBy(uses, ({ service, backend }) => `${service.namespace}/${backend.service}`);
  return [...byService].flatMap(([name, users]) =>
    users.flatMap((use, index) => {
      const other = users
        .slice(0, index)
        .find((earlier) => earlier.service !== use.service && collide(earlier, use));
      if (other === undefined) return [];
      return serviceProblem(spec, use.service, `${use.field}.service`, {
        code: "shared-service",
        sentence: `has one backend for each Service, and "${name}" is already that of service "${other.service.name}" (services.${other.service.name}.${other.field}), so the settings and switches of one would reach the other: make a second Service with the same selector, and name it here`,
      });
    }),
  );
}

interface Use {
  readonly service: ServiceSpec;
  readonly backend: Backend;
}

/** A Service's port by its name and by its number may be the same one. A canary is known by the Service alone. */
function collide(a: Use, b: Use): boolean {
  const [one, other] = [a.backend.port, b.backend.port];
  const apart = typeof one === typeof other && one !== other;
  return !apart || a.service.emergency !== undefined || b.service.emergency !== undefined;
}

/** A cookie holds for the whole host, so two services with one cookie name would overwrite each other's. */
function sharedCookies(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, onHost]) => {
    const sticky = onHost.filter((service) => service.sticky !== undefined);
    return [...Map.groupBy(sticky, ({ sticky }) => sticky?.cookie).values()].flatMap(([first, ...others]) =>
      others.map((service) =>
        serviceProblem(spec, service, "sticky.cookie", {
          code: "shared-cookie",
          sentence: `sets cookies for the whole of ${host === "" ? "each host" : `host ${host}`}, and service "${first?.name}" has a cookie of the same name there: rename one of the two`,
        }),
      ),
    );
  });
}
