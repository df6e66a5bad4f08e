import { ingressView, type LiveView } from "../live-view.ts";

/**
 * The Ingresses of nginx's controllers. A canary carries ingress-nginx's marks. F5 makes no canaries, but may find one
 * that an earlier ingress-nginx class left.
 */
export const nginxLiveView: LiveView = ingressView({
  taken: (paths, annotations) => ({
    paths: annotations["nginx.ingress.kubernetes.io/canary"] === "true" ? paths : [],
    weight: Number(annotations["nginx.ingress.kubernetes.io/canary-weight"] ?? 0),
  }),
  sharesHost: ({ metadata: { annotations = {} } }) =>
    annotations["nginx.org/mergeable-ingress-type"] === "minion",
});
