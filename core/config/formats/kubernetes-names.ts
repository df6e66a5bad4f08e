import { show, wrong } from "./expected.ts";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualified = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * What is wrong with a name that has to be a DNS label (namespaces, classes): lowercase letters, digits and hyphens.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function labelProblem(name: string, longest = 63): string | undefined {
  if (label.test(name) && name.length <= longest) return undefined;
  return wrong(
    `a name of at most ${longest} lowercase letters, digits and "-" that begins and ends with a letter or digit`,
    name,
  );
}

/** What is wrong with a name that has to be a DNS subdomain (Ingresses, Secrets, priority classes). */
export function subdomainProblem(name: string): string | undefined {
  return isSubdomain(name)
    ? undefined
    : wrong(
        `a name of at most 253 lowercase letters, digits, "-" and "." whose parts begin and end with a letter or digit`,
        name,
      );
}

/** What is wrong with the name of a Service: a label that begins with a letter. */
export function serviceNameProblem(name: string): string | undefined {
  if (serviceLabel.test(name) && name.length <= 63) return undefined;
  return wrong(
    `the name of a Service (at most 63 lowercase letters, digits and "-", beginning with a letter)`,
    name,
  );
}

/** What is wrong with the name of a port (IANA service name). */
export function portNameProblem(name: string): string | undefined {
  if (/^\d+$/.test(name))
    return `expected a port's name or number, got ${show(name)}: write ${name} without quotes`;
  const right = label.test(name) && name.length <= 15 && /[a-z]/.test(name) && !name.includes("--");
  return right
    ? undefined
    : wrong(
        `a port's name (at most 15 lowercase letters, digits and single "-", with at least one letter)`,
        name,
      );
}

/** What is wrong with the key of a label or taint: a name, if need be after a DNS subdomain and a slash. */
export function labelKeyProblem(key: string): string | undefined {
  const [name = "", prefix, ...rest] = key.split("/").toReversed();
  const right =
    rest.length === 0 &&
    qualified.test(name) &&
    name.length <= 63 &&
    (prefix === undefined || isSubdomain(prefix));
  return right ? undefined : wrong(`a label's key such as "example.com/edge"`, key);
}

/** What is wrong with the value of a label; an empty one is right. */
export function labelValueProblem(value: string): string | undefined {
  return value === "" || (qualified.test(value) && value.length <= 63)
    ? undefined
    : wrong(
        `a label's value (at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit)`,
        value,
      );
}

/** What is wrong with `namespace/name`. */
export function namespacedNameProblem(value: string): string | undefined {
  const [namespace = "", name = "", ...rest] = value.split("/");
  return rest.length === 0 && labelProblem(namespace) === undefined && isSubdomain(name)
    ? undefined
    : wrong(`a Secret as "namespace/name"`, value);
}

export function isSubdomain(name: string): boolean {
  return name.length <= 253 && name.split(".").every((part) => label.test(part));
}
