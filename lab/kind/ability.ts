import type { EngineState } from "../images/engine-state.ts";
import type { Ability } from "../machine/ability.ts";
import { compareVersions, parseVersion, type Version } from "../tools/version.ts";

/** What decides whether kind can run here. */
export interface KindFacts {
  readonly docker: EngineState;
  readonly podman: EngineState;
  /** What `kind version` says; undefined where there is none on PATH. */
  readonly kind: string | undefined;
}

/** Container engines that kind knows, in the order in which they are taken. */
export type KindEngine = "docker" | "podman";

/** The first kind whose own Kubernetes (1.30) has what the stack uses. */
const oldest: Version = [0, 23, 0];

/** The engine to use: docker, or podman where no docker answers. */
export function engineOf({ docker, podman }: KindFacts): KindEngine | undefined {
  if (docker === "answers") return "docker";
  return podman === "answers" ? "podman" : undefined;
}

/** Whether a kind cluster can run here. */
export function judgeKind(facts: KindFacts): Ability {
  const missing = [whyNoEngine(facts), whyNoKind(facts.kind)].filter((reason) => reason !== undefined);
  const engine = engineOf(facts);
  if (missing.length > 0 || engine === undefined) return { ok: false, reason: missing.join(", and ") };
  return { ok: true, by: `${engine}, kind ${parseVersion(facts.kind ?? "")?.join(".")}` };
}

function whyNoEngine({ docker, podman }: KindFacts): string | undefined {
  if (docker === "answers" || podman === "answers") return undefined;
  if (docker === "silent") return "the Docker daemon does not answer (start it: `systemctl start docker`)";
  if (podman === "silent") return "podman does not answer (see `podman info`)";
  return "there is no docker or podman on PATH";
}

function whyNoKind(said: string | undefined): string | undefined {
  const get = "https://kind.sigs.k8s.io/docs/user/quick-start";
  if (said === undefined) return `there is no kind on PATH (${get})`;
  const version = parseVersion(said);
  if (version === undefined) return `kind says ${JSON.stringify(said)} for its version (${get})`;
  if (compareVersions(version, oldest) >= 0) return undefined;
  return `kind is ${version.join(".")}, older than ${oldest.join(".")}, the first with Kubernetes 1.30 (${get})`;
}
