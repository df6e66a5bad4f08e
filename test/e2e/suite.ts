import test, { type ExecutionContext } from "ava";
import { classControllers } from "../../core/controllers/registry.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import { whyWithout } from "../../lab/testbed/why-without.ts";
import { type Changes, edgeSettings, type Side, sides } from "./settings.ts";

/** Registers a test; tests run in the order of registration. @param minutes after which it fails @default 2 */
export type Check = (title: string, body: (t: ExecutionContext) => Promise<void>, minutes?: number) => void;

/** Tests of one controller, or of all at a time. */
export interface Suite {
  /** Of the controllers the tests are about those that can run here. */
  readonly sides: readonly Side[];
  /** The running testbed; only inside of tests. */
  readonly testbed: () => Testbed;
  readonly check: Check;
  /** The configuration of all that are up by then: nothing is taken down for the tests of one. */
  readonly settings: (changes?: Changes) => ReturnType<typeof edgeSettings>;
}

/** Controllers with the reason why their tests cannot run here; undefined where they can. */
export type Reasons = ReadonlyMap<ClassControllerName, string | undefined>;

/** Why the tests of a controller cannot run here; undefined where they can. */
export function whySkipped(controller: ClassControllerName): Promise<string | undefined> {
  return whyWithout([classControllers[controller].facts.image]);
}

/**
 * A suite whose tests are skipped, each by its name and with the reason, for a controller that has one.
 * @param about the controllers that the tests are about
 * @param up all that are up while they run
 */
export function suiteOf(
  about: readonly ClassControllerName[],
  up: readonly ClassControllerName[],
  testbed: () => Testbed,
  reasons: Reasons,
): Suite {
  const present = (all: readonly ClassControllerName[]) =>
    all.filter((one) => reasons.get(one) === undefined);
  const here = present(about);
  const check: Check = (title, body, minutes) => {
    for (const one of about) {
      if (!here.includes(one)) checkOf(one, reasons.get(one))(title, body, minutes);
    }
    if (here.length > 0) checkOf(here.join(" and "), undefined)(title, body, minutes);
  };
  const settings = (changes?: Changes) => edgeSettings(present(up), changes);
  return { sides: here.map((one) => sides[one]), testbed, check, settings };
}

/** Registers tests under a first word that says what they are about; skipped where there is a reason. */
export function checkOf(subject: string, reason: string | undefined): Check {
  return (title, body, minutes = 2) => {
    const name = `${subject}: ${title}`;
    if (reason !== undefined) return test.serial.skip(`${name} (skipped: ${reason})`, (t) => t.pass());
    test.serial(name, async (t) => {
      t.timeout(minutes * 60_000);
      await body(t);
    });
  };
}
