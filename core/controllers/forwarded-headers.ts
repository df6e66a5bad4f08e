/**
 * Request headers that applications take for a proxy's word about the client or the request, and that a controller sets
 * only if it knows better. No controller passes on what a client sends as these.
 * @see https://www.rfc-editor.org/rfc/rfc7239#section-8.1
 */
export const claimedHeaders = [
  "Forwarded",
  "X-Forwarded-Scheme",
  "X-Original-Forwarded-For",
  "X-Original-Forwarded-Host",
  "X-Original-Host",
  "X-Original-URI",
  "X-Original-URL",
  "X-Rewrite-URL",
  "X-Scheme",
] as const;

/** One of {@link claimedHeaders}. */
export type ClaimedHeader = (typeof claimedHeaders)[number];
