import type { ServiceSpec } from "../../model/service.ts";

/** Lines of a backend that answer with redirects. HAProxy reads `%` as the beginning of an expression, and `#` as a comment. */
export function redirectLines({ redirect, appRoot }: ServiceSpec): readonly string[] {
  return [
    ...(redirect === undefined ? [] : [redirectLine(redirect)]),
    ...(appRoot === undefined ? [] : [`http-request redirect location ${appRoot} code 302 if { path / }`]),
  ];
}

function redirectLine({ to, status, keepPath }: NonNullable<ServiceSpec["redirect"]>): string {
  const url = (keepPath ? to.replace(/\/+$/, "") : to).replaceAll("%", "%%");
  return `http-request redirect ${keepPath ? "prefix" : "location"} "${url}" code ${status}`;
}
