import { controllerHeadersRule } from "../common-rules.ts";
import type { FieldRow } from "../fields.ts";
import { quoted, setRequestHeader } from "../nginx/service-snippets.ts";
import type { IngressNginxRendering } from "./rendering.ts";

/** The controller changes headers of one service by snippets only. */
export const headersRow: FieldRow<"headers", IngressNginxRendering> = {
  as: "rendered",
  docs: {
    "headers.request": "with `snippets`",
    "headers.response": "with `snippets`",
    "headers.hide": "with `snippets`",
  },
  rules: [
    // What its template has beside the headers of every controller. Proxy is not one of them, nor Authorization with
    // basicAuth: it empties both, and nginx sends no empty header, so that a service's arrives alone.
    controllerHeadersRule([
      "X-Request-ID",
      "X-Scheme",
      "X-Forwarded-Scheme",
      "X-Original-Forwarded-For",
      "X-Original-Forwarded-Host",
    ]),
  ],
  snippets: [
    {
      part: "headers.request",
      lines: (service) =>
        Object.entries(service.headers.request).map(([name, value]) =>
          setRequestHeader(service, name, value),
        ),
      sentence: "sets request headers of one service by snippets only: use an f5 class",
    },
    {
      part: "headers.response",
      lines: ({ headers }) =>
        Object.entries(headers.response).map(
          ([name, value]) => `more_set_headers ${quoted(`${name}: ${value}`)};`,
        ),
      sentence: "adds response headers of one service by snippets only: use an f5 class",
    },
    {
      part: "headers.hide",
      lines: ({ headers }) => headers.hide.map((name) => `more_clear_headers ${quoted(name)};`),
      sentence: "hides headers of one service by snippets only: use an f5 class",
    },
  ],
};
