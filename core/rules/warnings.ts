import { listed } from "../config/suggest.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";

/** What is allowed but should change, one sentence each. */
export function warningsOf({
  classes,
  services,
}: Pick<StackConfig, "classes" | "services">): readonly string[] {
  return classes.flatMap((spec) => [
    ...retiredController(spec),
    ...unknownAddresses(spec, services),
    ...wideRollout(spec),
  ]);
}

function retiredController({ name, controller }: ClassSpec): readonly string[] {
  const { title, version, retired } = classControllers[controller].facts;
  return retired === undefined ? [] : [`class "${name}" runs ${title} ${version}: ${retired}`];
}

/** The node keeps a client's address; whether the balancer does, only its owner knows. */
function unknownAddresses(
  { name, expose, proxyProtocol }: ClassSpec,
  services: readonly ServiceSpec[],
): readonly string[] {
  if (expose.as !== "loadBalancer" || proxyProtocol !== undefined) return [];
  const concerned = services.filter(
    (service) => service.class === name && (service.allow.length > 0 || service.rateLimit !== undefined),
  );
  if (concerned.length === 0) return [];
  const who = listed(concerned.map((service) => `"${service.name}"`));
  return [
    `class "${name}" is behind a load balancer, and allow and rateLimit (${who}) go by the address it passes on: if it replaces clients' addresses by its own, have it send PROXY protocol and set classes.${name}.proxyProtocol`,
  ];
}

/** A DaemonSet rounds a share up, and only the cluster knows the number of its nodes. */
function wideRollout({ name, expose, rollout: { maxUnavailable } }: ClassSpec): readonly string[] {
  if (expose.as !== "hostNetwork" && expose.as !== "hostPort") return [];
  const least = typeof maxUnavailable === "number" ? maxUnavailable : nodesTakenWhole(maxUnavailable);
  return least < 2
    ? []
    : [
        `classes.${name}.rollout.maxUnavailable: ${maxUnavailable} of the class's nodes are replaced at once, which is all of them if there are ${least} or fewer`,
      ];
}

/** The most nodes of which a share, rounded up, is all. */
function nodesTakenWhole(share: `${number}%`): number {
  return Math.ceil(100 / (100 - Number.parseInt(share, 10))) - 1;
}
