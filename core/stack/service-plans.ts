import { haproxyServices } from "../controllers/haproxy/services.ts";
import { servingClass } from "../controllers/haproxy/serving-class.ts";
import { planServices } from "../controllers/plan-services.ts";
import type { ServicePlans } from "../controllers/service-plan.ts";
import { planFailover } from "../failover/plan.ts";
import type { EdgeConfig } from "../model/edge.ts";
import type { StackConfig } from "../model/stack.ts";

/** The services of an exposure stack as objects. */
export function exposurePlans({
  classes,
  services,
  failover,
}: Pick<StackConfig, "classes" | "services" | "failover">): ServicePlans {
  return planServices(classes, planFailover(failover, services));
}

/** The services of an edge stack as objects. */
export function edgePlans({
  edge,
  services,
  failover,
}: Pick<EdgeConfig, "edge" | "services" | "failover">): ServicePlans {
  return haproxyServices.plan(servingClass(edge), planFailover(failover, services));
}
