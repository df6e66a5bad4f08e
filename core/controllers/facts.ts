/** What a controller's release determines, not its user. */
export interface ControllerFacts {
  readonly title: string;
  readonly version: string;
  /** Repository and tag, as upstream publishes it. */
  readonly image: string;
  /** Upstream's documentation of this release. */
  readonly docs: string;
  /** `spec.controller` of the IngressClass; contains the class if the controller tells classes apart by it. */
  readonly ingressController: (className: string) => string;
  /** uid and gid of the container's process: log files belong to them. */
  readonly user: number;
  readonly group: number;
  /** Ports beside HTTP and HTTPS, before `portOffset`, as upstream numbers them. */
  readonly ports: Readonly<Record<string, InternalPort>>;
  /** Those of them that serve Prometheus metrics, by the name of the metrics Service's port. */
  readonly metricsPorts: Readonly<Record<string, InternalPort>>;
  /** Where a pod reports that it serves: plain HTTP, status 200. */
  readonly readiness: { readonly port: InternalPort; readonly path: string };
  /** Key of a Secret that holds a CA. */
  readonly authorityKey: "ca.crt" | "tls.crt";
  /** Why this controller should no longer be chosen. @default it is maintained */
  readonly retired?: string;
}

/** A port a controller listens on beside HTTP and HTTPS. */
export interface InternalPort {
  readonly port: number;
  /** What it is for: part of an error message, and of a table in the documentation. */
  readonly purpose: string;
  /** Who must reach it, or why no other host must: a table cell of the documentation, in Markdown. */
  readonly reachedBy: string;
  /** Open only while metrics are on. @default false */
  readonly onlyWithMetrics?: boolean;
}
