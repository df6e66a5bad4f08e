import type { ClassSpec } from "../../model/class.ts";
import type { RateLimit } from "../../model/service.ts";
import type { FieldTable } from "../fields.ts";
import { claimedHeaderLines } from "../nginx/claimed-headers.ts";
import { formats } from "../nginx/knobs.ts";
import {
  type NginxRendering,
  type PassedBy,
  requestBuffering,
  type SnippetConcern,
} from "../nginx/service-snippets.ts";
import { f5Dialect } from "./dialect.ts";

/** Rows that are the same for a service by Ingress and by VirtualServer. */
export const bothKindsRows = {
  probes: {
    as: "program",
    docs: {
      "backend.probe, emergency.probe": "yes; [asked before a switch](failover.md#a-probe), never by nginx",
    },
  },
  www: {
    as: "refused",
    instead: () =>
      "redirects no second name of a host: make a service of that name with redirect and keepPath, or use an ingress-nginx class",
    docs: { www: "refused: a service of the other name with `redirect` does it" },
  },
  requestBuffering: {
    as: "rendered",
    docs: { requestBuffering: "with `snippets`" },
    snippets: [requestBuffering],
  },
} as const satisfies Partial<FieldTable<NginxRendering>>;

/** `buffering` holds for request bodies too, unless `requestBuffering` says otherwise. */
export const bufferedRequests: SnippetConcern = {
  lines: ({ buffering, requestBuffering: said }) =>
    buffering === undefined || said !== undefined
      ? []
      : [`proxy_request_buffering ${formats.onOff.write(buffering)};`],
};

/** A rate as nginx writes it. */
export function rateOf({ requests, per }: RateLimit): string {
  return `${requests}r/${per === "second" ? "s" : "m"}`;
}

/** The variable that has a request header's value. */
export function headerVariable(header: string): string {
  return `http_${header.toLowerCase().replaceAll("-", "_")}`;
}

/** Lines of a service's locations after the class's own, which they would replace; undefined without any. */
export function locationSnippet(
  lines: readonly string[],
  { configMap }: Pick<ClassSpec, "configMap">,
  by: PassedBy,
): string | undefined {
  if (lines.length === 0) return undefined;
  const raw = configMap["location-snippets"];
  return [...claimedHeaderLines(f5Dialect, by), ...(raw === undefined ? [] : [raw]), ...lines].join("\n");
}
