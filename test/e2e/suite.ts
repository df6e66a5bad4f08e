import test, { type ExecutionContext } from "ava";
import { controllers, type Dialect } from "../../components/model/controllers.ts";
import type { Edge } from "../../lab/edge/edge.ts";
import { whyWithout } from "../../lab/edge/why-without.ts";

/** Registers the tests of one controller; they run in the order of registration. */
export interface Suite {
  readonly controller: Dialect;
  /** The running edge; only inside of tests. */
  readonly edge: () => Edge;
  /** @param minutes after which the test fails @default 2 */
  readonly check: (title: string, body: (t: ExecutionContext) => Promise<void>, minutes?: number) => void;
}

/** Why the tests of a controller can not run here; undefined where they can. */
export function whySkipped(controller: Dialect): Promise<string | undefined> {
  return whyWithout([controllers[controller].image]);
}

/** A suite whose tests are skipped, each by its name and with the reason, where there is one. */
export function suiteOf(controller: Dialect, edge: () => Edge, reason: string | undefined): Suite {
  return { controller, edge, check: checkOf(controller, reason) };
}

/** Registers tests under a first word that says what they are about; skipped where there is a reason. */
export function checkOf(subject: string, reason: string | undefined): Suite["check"] {
  return (title, body, minutes = 2) => {
    const name = `${subject}: ${title}`;
    if (reason !== undefined) return test.serial.skip(`${name} (skipped: ${reason})`, (t) => t.pass());
    test.serial(name, async (t) => {
      t.timeout(minutes * 60_000);
      await body(t);
    });
  };
}
