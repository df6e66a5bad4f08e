import type { LocatedService } from "../config/located.ts";
import { at as below } from "../config/problem-path.ts";
import type { Problem } from "../model/problems.ts";

/**
 * Headers that belong to a connection or frame a message: each proxy writes its own, and a second one ends the message at
 * the wrong byte.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const ofConnection: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers of a service that no controller may change, that are there twice, or that another setting writes. */
export function headerProblems({ args, spec, at }: LocatedService): readonly Problem[] {
  const { request = {}, response = {}, hide = [] } = args.headers ?? {};
  const lists = [
    namedIn(at("headers.request"), Object.keys(request)),
    namedIn(at("headers.response"), Object.keys(response)),
    hide.map((name, index) => ({ path: at(`headers.hide[${index}]`), name })),
  ];
  return lists.flatMap((headers, list) =>
    headers.flatMap(({ path, name }, index) => {
      const key = name.toLowerCase();
      if (ofConnection.has(key)) return [{ path, ...connectionHeader(name) }];
      const earlier = headers.slice(0, index).find((other) => other.name.toLowerCase() === key);
      if (earlier !== undefined) return [{ path, ...twice(name, earlier.name) }];
      return list === 1 && key === hstsHeader && spec.hsts !== undefined ? [{ path, ...besideHsts }] : [];
    }),
  );
}

const hstsHeader = "strict-transport-security";

const besideHsts = {
  code: "set-by-hsts",
  message: "is what hsts already sends, so clients would get two: leave one of the two out",
};

function namedIn(path: string, names: readonly string[]) {
  return names.map((name) => ({ path: below(path, name), name }));
}

function connectionHeader(name: string): Omit<Problem, "path"> {
  return {
    code: "connection-header",
    message: `${name} belongs to the connection, which the controller manages: leave it out`,
  };
}

function twice(name: string, earlier: string): Omit<Problem, "path"> {
  return name === earlier
    ? { code: "listed-twice", message: `"${name}" is listed twice: remove one of the two` }
    : {
        code: "listed-twice",
        message: `"${name}" is the same header as "${earlier}", in another spelling: remove one of the two`,
      };
}
