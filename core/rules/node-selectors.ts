import type { ClassSpec } from "../model/class.ts";
import { ownValue } from "../model/own-value.ts";

/**
 * Whether both selectors can match one node: they do not give a label two values. Taints do not matter here, since a
 * toleration admits a node and never excludes one.
 */
export function canMeet(a: Pick<ClassSpec, "nodeSelector">, b: Pick<ClassSpec, "nodeSelector">): boolean {
  return Object.entries(a.nodeSelector).every(([key, value]) => {
    const other = ownValue(b.nodeSelector, key);
    return other === undefined || other === value;
  });
}
