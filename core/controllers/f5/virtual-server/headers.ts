import type { FieldRow } from "../../fields.ts";
import { hstsValue } from "../../hsts.ts";
import type { Rule } from "../../service-problems.ts";
import { isPlainName } from "../headers.ts";
import type { VirtualServerRendering } from "./rendering.ts";

/**
 * F5's controller quotes values itself, so a quotation mark reaches the other side with a backslash, and `$` begins
 * a variable of its own short list. It refuses `_` in names.
 */
export const headersRow: FieldRow<"headers", VirtualServerRendering> = {
  as: "rendered",
  docs: {
    "headers.request": "plain values and names without `_`",
    "headers.response": "plain values and names without `_`",
    "headers.hide": "names without `_`",
  },
  proxy: ({ headers: { request, response, hide } }) => {
    const set = Object.entries(request).map(([name, value]) => ({ name, value }));
    const add = Object.entries(response).map(([name, value]) => ({ name, value, always: true }));
    return {
      ...(set.length > 0 && { requestHeaders: { set } }),
      ...((add.length > 0 || hide.length > 0) && { responseHeaders: { add, hide } }),
    };
  },
  rules: [
    valueRule("headers.request", ({ request }) => Object.entries(request)),
    valueRule("headers.response", ({ response }) => Object.entries(response)),
    valueRule("headers.hide", ({ hide }) => hide.map((name) => [name, ""])),
  ],
};

type HeadersOf = Parameters<Rule["check"]>[0]["headers"];

function valueRule(
  part: string,
  entries: (headers: HeadersOf) => readonly (readonly [name: string, value: string])[],
): Rule {
  return {
    part,
    code: "unsupported-characters",
    check: ({ headers }) => {
      const [name, value] =
        entries(headers).find((entry) => !isPlainName(entry[0]) || /["$\\]/.test(entry[1])) ?? [];
      if (name === undefined) return undefined;
      const what = value === "" ? `"${name}"` : `"${name}: ${value}"`;
      return `takes headers of a VirtualServer with no "_" in names and no ", $ or \\ in values, got ${what}: change or remove it, or leave kind out`;
    },
  };
}

/** A header like any other: a VirtualServer has no setting for it. */
export const hstsRow: FieldRow<"hsts", VirtualServerRendering> = {
  as: "rendered",
  docs: { hsts: "yes; needs `forceHttps`" },
  proxy: ({ hsts }) => {
    if (hsts === undefined) return {};
    const value = hstsValue(hsts);
    return { responseHeaders: { add: [{ name: "Strict-Transport-Security", value, always: true }] } };
  },
  rules: [
    {
      code: "needs-force-https",
      check: ({ name, hsts, forceHttps }) =>
        hsts === undefined || forceHttps !== undefined
          ? undefined
          : `would send Strict-Transport-Security of a VirtualServer over plain HTTP too, which RFC 6797 forbids: set services.${name}.forceHttps`,
    },
  ],
};
