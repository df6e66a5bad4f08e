import type { ClassSpec } from "../../../model/class.ts";
import type { ActiveBackend } from "../../../model/failover.ts";
import type { PlannedService } from "../../service-plan.ts";
import { policyObjects } from "../policies.ts";
import { policySpecs } from "./fields.ts";
import { virtualServerSuffix, virtualServerView } from "./live-view.ts";
import { virtualServer } from "./manifest.ts";

/** The plan of a service that is a VirtualServer: its Policies first. */
export function virtualServerPlan(spec: ClassSpec, active: ActiveBackend): PlannedService {
  const { service } = active;
  const policies = policyObjects(spec, service, policySpecs(service));
  const manifest = virtualServer(spec, active);
  return {
    service,
    class: spec,
    active,
    live: virtualServerView,
    objects: [...policies, { role: "switched", suffix: virtualServerSuffix, manifest }],
  };
}
