import type { LabKind } from "../console/environment.ts";
import type { Ability } from "../machine/ability.ts";

/** What decides what the lab's nodes are. */
export interface Machine {
  /** What `LAB=` asks for. */
  readonly asked: LabKind | undefined;
  /** What they are already, perhaps half started. */
  readonly running: LabKind | undefined;
  readonly kind: Ability;
  readonly nodes: Ability;
}

/** The choice with the line that tells it, or why what was asked for is impossible. */
export type Choice =
  | { readonly ok: true; readonly kind: LabKind; readonly line: string }
  | { readonly ok: false; readonly problem: string };

/** The best that a machine can do, unless the user asks for something else or the lab is up already. */
export function chooseKind({ asked, running, kind, nodes }: Machine): Choice {
  if (running !== undefined && asked !== undefined && asked !== running) {
    return no(
      `The lab is up with ${words[running]}: take it down with \`make down\`, then \`make up LAB=${asked}\`.`,
    );
  }
  const wanted = asked ?? running;
  if (wanted === "simulated") return { ok: true, kind: wanted, line: `Lab: ${simulated}` };
  for (const [name, ability] of [
    ["kind", kind],
    ["nodes", nodes],
  ] as const) {
    if (wanted !== undefined && wanted !== name) continue;
    if (ability.ok) return { ok: true, kind: name, line: `Lab: ${words[name]} (${ability.by})` };
    if (asked === name) return no(`LAB=${name} is not possible here: ${ability.reason}.`);
    if (running === name) {
      return no(
        `The lab is up with ${words[name]}, which can no longer be used: ${ability.reason}. Or \`make down\`.`,
      );
    }
  }
  const why = [kind, nodes].flatMap((ability) => (ability.ok ? [] : [ability.reason]));
  return {
    ok: true,
    kind: "simulated",
    line: `Lab: ${simulated}; for the real thing, either of two things is missing: ${why.join("; or ")}`,
  };
}

const simulated = "simulated nodes, which run no containers, so that no request is answered";

/** What the lab's nodes are, in words. */
const words: Readonly<Record<LabKind, string>> = {
  kind: "a kind cluster with two workers",
  nodes: "two real nodes on this machine",
  simulated: "simulated nodes",
};

function no(problem: string): Choice {
  return { ok: false, problem };
}
