import { wrong } from "./expected.ts";

/**
 * What is wrong with an amount of CPU, memory or storage.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityProblem(quantity: string): string | undefined {
  return /^\d+(\.\d+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE]\d{1,2})?$/.test(quantity)
    ? undefined
    : wrong(`a quantity such as "100m" or "256Mi"`, quantity);
}
