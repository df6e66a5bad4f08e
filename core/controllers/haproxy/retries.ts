import type { ServiceSpec } from "../../model/service.ts";

/** Lines of a backend that say when and how often a request is retried. */
export function retryLines({ retries }: ServiceSpec): readonly string[] {
  if (retries === undefined) return [];
  const retryOn = retries.on.flatMap((condition) => conditions[condition] ?? []);
  return [
    `retries ${retries.tries - 1}`,
    ...(retryOn.length === 0 ? [] : [`retry-on ${retryOn.join(" ")}`]),
    // As nginx does: a request that a server may already have processed is not sent to a second one.
    ...(retries.on.includes("non_idempotent")
      ? []
      : ["http-request disable-l7-retry if { method POST LOCK PATCH }"]),
  ];
}

/** nginx's conditions as HAProxy names them; `non_idempotent` is handled above. */
const conditions: Readonly<Record<string, readonly string[]>> = {
  error: ["conn-failure", "empty-response"],
  timeout: ["response-timeout"],
  invalid_header: ["junk-response"],
  http_500: ["500"],
  http_502: ["502"],
  http_503: ["503"],
  http_504: ["504"],
  http_403: ["403"],
  http_404: ["404"],
  http_429: ["429"],
};
