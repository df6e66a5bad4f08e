/** The controllers that a class of an exposure stack can run. */
export const classControllerNames = ["f5", "ingress-nginx"] as const;

/**
 * Value of `exposure:classes.*.controller`.
 *
 * - `f5`: F5 NGINX Ingress Controller (github.com/nginx/kubernetes-ingress), the maintained default.
 * - `ingress-nginx`: kubernetes/ingress-nginx, retired upstream in March 2026; here so that a cluster
 *   can move away from it class by class.
 */
export type ClassControllerName = (typeof classControllerNames)[number];

/** What is fixed by a controller's release rather than chosen by its user. */
export interface ControllerFacts {
  readonly title: string;
  readonly version: string;
  /** Repository and tag, as upstream publishes it. */
  readonly image: string;
  /** `spec.controller` of the IngressClass; a per-class suffix where the controller can tell classes apart by it. */
  readonly controller: (className: string) => string;
  /** uid and gid nginx runs as inside the image: file logs belong to them. */
  readonly user: number;
  readonly group: number;
  /** Why this controller should no longer be chosen, if so. */
  readonly retired?: string;
}

export const controllers: Readonly<Record<ClassControllerName, ControllerFacts>> = {
  f5: {
    title: "F5 NGINX Ingress Controller",
    version: "5.5.4",
    image: "docker.io/nginx/nginx-ingress:5.5.4",
    controller: () => "nginx.org/ingress-controller",
    user: 101,
    group: 101,
  },
  "ingress-nginx": {
    title: "ingress-nginx",
    version: "1.15.1",
    image: "registry.k8s.io/ingress-nginx/controller:v1.15.1",
    controller: (className) => `k8s.io/ingress-nginx-${className}`,
    user: 101,
    group: 82,
    retired:
      "upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class",
  },
};
