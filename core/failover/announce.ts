import type { ObjectId } from "../controllers/live-view.ts";
import type { Side } from "../model/failover.ts";

/** An emergency switch that the API server has. */
export interface CompletedSwitch {
  /** The object that was patched. */
  readonly object: ObjectId & { readonly uid?: string };
  readonly service: string;
  readonly to: Side;
  /** Name of the Service that serves from now on. */
  readonly backend: string;
  readonly reason?: string;
  readonly until?: string;
}

/**
 * The Event that `kubectl describe` shows of a switch.
 * @param now milliseconds since 1970
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function switchEvent(completed: CompletedSwitch, reporter: string, now: number): object {
  const { object, service, to, backend, reason, until } = completed;
  const emergency = to === "emergency";
  return {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    // Named as the recorders of Kubernetes name their Events: after the object and the time.
    metadata: { name: `${object.name.slice(0, 230)}.${now.toString(16)}`, namespace: object.namespace },
    eventTime: new Date(now).toISOString().replace(/Z$/, "000Z"),
    reportingController: "exposure.dev/failover",
    reportingInstance: reporter.slice(0, 128),
    action: "Failover",
    reason: emergency ? "EmergencyBackend" : "PrimaryBackend",
    type: emergency ? "Warning" : "Normal",
    regarding: object,
    note: `Service ${service} is served by its ${to} backend ${backend} from now on${reason === undefined ? "" : `: ${reason}`}${until === undefined ? "" : ` (until ${until})`}`,
  };
}
