import type { ClassSpec } from "../model/class.ts";

/**
 * Whether a node can exist that both classes choose: their selectors ask no label to have two values. Taints
 * are left out of account, since a toleration admits a node and never turns one down.
 */
export function canMeet(a: Pick<ClassSpec, "nodeSelector">, b: Pick<ClassSpec, "nodeSelector">): boolean {
  return Object.entries(a.nodeSelector).every(([key, value]) => {
    const other = b.nodeSelector[key];
    return other === undefined || other === value;
  });
}
