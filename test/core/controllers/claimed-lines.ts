const names = [
  "Forwarded",
  "X-Forwarded-Scheme",
  "X-Original-Forwarded-For",
  "X-Original-Forwarded-Host",
  "X-Original-Host",
  "X-Original-URI",
  "X-Original-URL",
  "X-Rewrite-URL",
  "X-Scheme",
];

const lines = (by: string, of: readonly string[]) =>
  of.map((name) => `${by}_set_header ${name} "";`).join("\n");

/** What every location of F5 begins with, so that no client can claim to be a proxy. */
export const f5Claimed = { proxy: lines("proxy", names), grpc: lines("grpc", names) } as const;

const ofIngressNginx = ["Forwarded", "X-Original-Host", "X-Original-URI", "X-Original-URL", "X-Rewrite-URL"];

/** The same on ingress-nginx, whose template sets the others. */
export const ingressNginxClaimed = {
  proxy: lines("proxy", ofIngressNginx),
  grpc: lines("grpc", ofIngressNginx),
} as const;
