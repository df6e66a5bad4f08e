/**
 * The dialects an ingress class can speak.
 *
 * - `f5`: F5 NGINX Ingress Controller (github.com/nginx/kubernetes-ingress), the maintained default.
 * - `ingress-nginx`: kubernetes/ingress-nginx, retired upstream in March 2026; here so that a cluster
 *   can move away from it class by class.
 */
export type Dialect = "f5" | "ingress-nginx";

/** Every controller that serves services: those of classes, and HAProxy's of the edge. */
export const controllerNames = ["f5", "ingress-nginx", "haproxy"] as const;

export type ControllerName = (typeof controllerNames)[number];

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

export const controllers: Readonly<Record<Dialect, ControllerFacts>> = {
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

export const dialects = Object.keys(controllers) as readonly Dialect[];

export type ClassControllerName = Dialect;
