import { resolve } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { type Request, readRequest } from "../../operations/failover/arguments.ts";

/** What `make failover ARGS=` asks for, and of which of the lab's projects. */
export interface LabRequest<Project extends string> {
  readonly request: Request;
  readonly project: Project;
}

/**
 * Reads `ARGS=`. The lab has one stack of each project.
 * @param projects folder of each project with services to switch; the first is meant where none is named
 * @param now milliseconds since 1970
 * @throws {UserError} where it is not understood, or names another stack or folder
 */
export function readLabRequest<Project extends string>(
  args: readonly string[],
  stack: string,
  projects: readonly (readonly [project: Project, folder: string])[],
  now: number,
): LabRequest<Project> {
  const request = readRequest(["--stack", stack, ...args], now);
  if (request.stack !== stack) throw new UserError(`the lab has only stack ${stack}: leave --stack out`);
  const folder = request.project === undefined ? undefined : resolve(request.project);
  const found = projects.find(([, one]) => folder === undefined || resolve(one) === folder);
  if (found !== undefined) return { request, project: found[0] };
  const known = projects.map(([, one]) => one).join(" or ");
  throw new UserError(`--project: expected ${known}, got "${request.project}"`);
}
