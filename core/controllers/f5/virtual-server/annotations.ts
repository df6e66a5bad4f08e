import { annotationRules as commonAnnotationRules, isForCertificate } from "../../annotations.ts";
import type { Rule } from "../../service-problems.ts";
import { f5Annotations } from "../annotations.ts";

/** Rules about annotations that are refused here altogether. */
const ofIngresses: readonly string[] = ["unchecked-annotation", "needs-tls-secret"];

/** What is wrong with the annotations of a service that is a VirtualServer: those of programs that read Ingresses. */
export const annotationRules: readonly Rule[] = [
  ...commonAnnotationRules({ ...f5Annotations, fields: {} }).filter(
    ({ code }) => !ofIngresses.includes(code),
  ),
  {
    code: "read-of-ingresses",
    check: ({ annotations }) => {
      const found = Object.keys(annotations).find(isReadOfIngresses);
      return (
        found &&
        `passes ${found} on to a VirtualServer in vain, because it is read of Ingresses only: remove it`
      );
    },
  },
];

function isReadOfIngresses(name: string): boolean {
  return (
    isForCertificate(name) ||
    name.startsWith("external-dns.") ||
    f5Annotations.prefixes.some((prefix) => name.startsWith(prefix))
  );
}
