const mark = "known-later-";

/** The fields of a service that take an Output. `*` stands for any key. */
const outputFields = [
  "namespace",
  "backend.service",
  "tls.secret",
  "tls.issuer",
  "tls.clusterIssuer",
  "basicAuth.secret",
  "annotations.*",
];

/** The fields of a service with an emergency backend that do not: the check before a switch asks the cluster by them. */
const checkedFields = ["namespace", "backend.service"];

/** A text that no configuration has, in place of a value that is not known yet. It passes as any name of an object. */
export function standIn(number: number): string {
  return `${mark}${number}`;
}

/** Whether a value contains a stand-in. */
export function standsIn(value: unknown): boolean {
  return typeof value === "string" && value.includes(mark);
}

/** A message as its reader understands it: what a stand-in stands for has no name. */
export function withoutStandIns(message: string): string {
  return message.replaceAll(new RegExp(`"?(${mark}\\d+/?)+"?`, "g"), "an Output");
}

/** Why a field of a service takes no Output; undefined if it does. @param path within the service */
export function serviceOutputProblem(path: string, hasEmergency: boolean): string | undefined {
  const field = outputFields.find((known) => matches(known, path));
  if (field === undefined) return `${plainOnly}: of a service, ${outputFields.join(", ")} take one`;
  if (!hasEmergency || !checkedFields.includes(field)) return undefined;
  return `${plainOnly}: the service has an emergency backend, and the check before a switch asks the cluster for it in previews too`;
}

/** The same for a class, of which only the default certificate takes one. */
export function classOutputProblem(path: string): string | undefined {
  return path === "defaultCertificate" ? undefined : `${plainOnly}: of a class, defaultCertificate takes one`;
}

const plainOnly = "expected a plain value, got an Output";

function matches(field: string, path: string): boolean {
  return field.endsWith(".*")
    ? path.startsWith(field.slice(0, -1)) || path.startsWith(`${field.slice(0, -2)}[`)
    : field === path;
}
