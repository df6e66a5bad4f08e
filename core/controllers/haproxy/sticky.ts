import type { ServiceSpec } from "../../model/service.ts";

/** The controller's own for `cookie-persistence`: with it, clients keep the cookies that they have from that. */
const key = "ohph7OoGhong";

/**
 * Lines of a backend that keep a client on its pod by a cookie, which HAProxy makes from the pod's address: all nodes of
 * the edge know it, and a restart forgets nothing.
 *
 * The controller writes the same lines for the annotation `cookie-persistence`. On an Ingress it is deprecated in 3.2.11
 * and ignored by later versions, and on the Service it would belong to the Service's owner.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/annotations.md#cookie-persistence
 */
export function stickyLines({
  sticky,
  forceHttps,
}: Pick<ServiceSpec, "sticky" | "forceHttps">): readonly string[] {
  if (sticky === undefined) return [];
  const { cookie, sameSite, httpOnly, secure = forceHttps !== undefined } = sticky;
  const options = [
    "insert indirect nocache dynamic",
    ...(httpOnly ? ["httponly"] : []),
    ...(secure ? ["secure"] : []),
    ...(sameSite === undefined ? [] : [`attr SameSite=${sameSites[sameSite]}`]),
  ];
  return [`dynamic-cookie-key ${key}`, `cookie ${cookie} ${options.join(" ")}`];
}

const sameSites = { strict: "Strict", lax: "Lax", none: "None" } as const;
