/** The controllers that a class of an exposure stack can run. */
export const classControllerNames = ["f5", "ingress-nginx"] as const;

/**
 * Value of `exposure:classes.*.controller`.
 *
 * - `f5`: F5 NGINX Ingress Controller (github.com/nginx/kubernetes-ingress), the maintained default.
 * - `ingress-nginx`: kubernetes/ingress-nginx, retired upstream in March 2026; supported so that a cluster
 *   can move away from it class by class.
 */
export type ClassControllerName = (typeof classControllerNames)[number];

/** Every controller, the one of the edge stack (`haproxy`) included. */
export const controllerNames = [...classControllerNames, "haproxy"] as const;

/** Name of a controller: of a class, or of the edge. */
export type ControllerName = (typeof controllerNames)[number];
