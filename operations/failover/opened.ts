import type { RawConfig } from "../../core/config/raw-config.ts";
import { hint } from "../../core/config/suggest.ts";
import type { ApiServer } from "../../core/kubernetes/api-server.ts";
import type { Problem } from "../../core/model/problems.ts";
import type { ClusterArgs } from "../../core/model/stack.ts";
import { messageOf, UserError } from "../../core/model/user-error.ts";
import type { ProjectKind, SwitchedStack } from "../projects.ts";
import type { OpenStack } from "./engine.ts";

/** What the command works with. */
export interface FailoverContext {
  /** Folder of Pulumi.yaml and the stack files. */
  readonly root: string;
  /** What is in that folder. */
  readonly project: ProjectKind;
  readonly openStack: OpenStack;
  readonly openApi: (cluster: ClusterArgs) => Promise<ApiServer>;
  /** Asks a URL: undefined for a success, else what came back. */
  readonly probe: (url: string) => Promise<string | undefined>;
}

/** A stack whose file has been read. */
export interface Opened {
  readonly file: string;
  readonly text: string;
  readonly around: FailoverContext;
  readonly config: SwitchedStack;
  /** What another text of the same file stands for that differs in the flag alone. */
  readonly withFlag: (changed: string) => Flagged;
  /** What is wrong with the rest of the configuration, which a switch leaves as it is. */
  readonly setAside: readonly Problem[];
  readonly warnings: readonly string[];
}

/** A stack with another flag than its file has. */
export interface Flagged {
  readonly config: SwitchedStack;
  /** Its keys and values, as the engine hands them over. */
  readonly raw: RawConfig;
}

export interface Outcome {
  readonly ok: boolean;
  /** One screen. */
  readonly lines: readonly string[];
}

/** @throws {UserError} where a stack has no service of one of these names */
export function requireKnown(asked: readonly string[], { services }: SwitchedStack): void {
  const known = services.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UserError(
    `expected names of services, got "${unknown}"${hint(unknown, known)}; nothing was switched`,
  );
}

/** An answer of the API server. @throws {UserError} if it cannot be asked, in one sentence with the consequence */
export async function answered<T>(asked: Promise<T>, consequence = "", before = ""): Promise<T> {
  return asked.catch((error: unknown) => {
    const reason = messageOf(error);
    throw new UserError(`${before}${reason}${consequence}`);
  });
}
