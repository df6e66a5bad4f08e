import test, { type ExecutionContext } from "ava";
import { classControllers } from "../../core/controllers/registry.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import { whyImagesCannotRun } from "../../lab/testbed/why-without.ts";
import { type Changes, edgeSettings, type Side, sides } from "./settings.ts";

/** Registers a test; tests run in the order of registration. @param minutes after which it fails @default 2 */
export type Check = (title: string, body: (t: ExecutionContext) => Promise<void>, minutes?: number) => void;

/** Tests of one controller, or of all at a time. */
export interface Suite {
  /** The tests' controllers that can run here and have come up; only inside tests. */
  readonly sides: readonly Side[];
  /** The running testbed. Use it only inside tests. */
  readonly testbed: () => Testbed;
  readonly check: Check;
  /** The configuration of all controllers that are up: the tests of one take down no other. */
  readonly settings: (changes?: Changes) => ReturnType<typeof edgeSettings>;
  /**
   * Has these controllers come up. Until they have, and if they do not, the tests of the others go on without them, and
   * their own fail at once.
   */
  readonly comingUp: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The reason for each controller why its tests cannot run here; undefined if they can. */
export type Reasons = Map<ClassControllerName, string | undefined>;

/** Why the tests of a controller cannot run here; undefined if they can. */
export function whySkipped(controller: ClassControllerName): Promise<string | undefined> {
  return whyImagesCannotRun([classControllers[controller].facts.image]);
}

/**
 * A suite that skips the tests of a controller that has a reason, each by its name and with that reason.
 * @param about the tests' controllers
 * @param up all controllers that are up while they run
 */
export function suiteOf(
  about: readonly ClassControllerName[],
  up: readonly ClassControllerName[],
  testbed: () => Testbed,
  reasons: Reasons,
): Suite {
  const present = (all: readonly ClassControllerName[]) =>
    all.filter((controller) => reasons.get(controller) === undefined);
  const here = present(about);
  const now: Side[] = [];
  const check: Check = (title, body, minutes) => {
    for (const controller of about) {
      if (!here.includes(controller)) checkOf(controller, reasons.get(controller))(title, body, minutes);
    }
    if (here.length === 0) return;
    checkOf(here.join(" and "), undefined)(
      title,
      async (t) => {
        now.splice(0, now.length, ...present(here).map((controller) => sides[controller]));
        if (now.length === 0) return t.fail(here.map((one) => reasons.get(one)).join(", "));
        await body(t);
      },
      minutes,
    );
  };
  const comingUp: Suite["comingUp"] = async (work) => {
    for (const one of here) reasons.set(one, `not tried: ${one} has not come up`);
    const result = await work();
    for (const one of here) reasons.set(one, undefined);
    return result;
  };
  const settings = (changes?: Changes) => edgeSettings(present(up), changes);
  return { sides: now, testbed, check, settings, comingUp };
}

/** Registers tests with their subject as first word of the title; skips them if there is a reason. */
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
