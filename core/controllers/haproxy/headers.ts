import { controllerHeadersRule } from "../common-rules.ts";
import type { FieldRow } from "../fields.ts";
import { hstsValue } from "../hsts.ts";
import type { Rule } from "../service-problems.ts";
import { removedHeaders } from "./forwarded.ts";
import { elsewhere, type HaproxyRendering } from "./rendering.ts";

export const headersRow: FieldRow<"headers", HaproxyRendering> = {
  as: "rendered",
  docs: {
    "headers.request": "yes; no nginx variables",
    "headers.response": "yes; replace the backend's, and are not on HAProxy's own error pages",
    "headers.hide": "yes",
  },
  annotations: ({ headers, hsts }) => ({
    "request-set-header": headerLines(headers.request),
    "response-set-header": headerLines({
      ...(hsts && { "Strict-Transport-Security": hstsValue(hsts) }),
      ...headers.response,
    }),
  }),
  lines: ({ headers }) => headers.hide.map((name) => `http-response del-header ${name}`),
  rules: [controllerHeadersRule(removedHeaders), variableRule("request"), variableRule("response")],
};

/** Name and value on a line each; `%` would begin one of HAProxy's own expressions. */
function headerLines(headers: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(headers);
  if (entries.length === 0) return undefined;
  return entries.map(([name, value]) => `${name} ${value.replaceAll("%", "%%")}`).join("\n");
}

/** HAProxy would send nginx's variables literally. */
function variableRule(name: "request" | "response"): Rule {
  return {
    part: `headers.${name}`,
    code: "nginx-variable",
    check: ({ headers }) => {
      const variable = Object.values(headers[name]).find((value) => value.includes("$"));
      return variable && `has no nginx variables, got "${variable}": write the value out, ${elsewhere}`;
    },
  };
}
