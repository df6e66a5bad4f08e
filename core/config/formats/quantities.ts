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

/** A quantity as a number. It has the form that `quantityProblem` asks for. */
export function amountOf(quantity: string): number {
  const [, number = "", suffix = ""] = /^([\d.]+)(.*)$/.exec(quantity) ?? [];
  const exponent = /^[eE](\d+)$/.exec(suffix)?.[1];
  const factor = exponent === undefined ? (factors[suffix] ?? 1) : 10 ** Number(exponent);
  return Number(number) * factor;
}

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
