import { UserError } from "../../core/model/user-error.ts";
import { type Request, readRequest } from "../../operations/failover/arguments.ts";

/**
 * What `make failover ARGS=` asks for, of the one stack that the lab has of this project.
 * @param now milliseconds since 1970
 * @throws {UserError} where it is not understood, or names another stack
 */
export function readLabRequest(args: readonly string[], stack: string, now: number): Request {
  const request = readRequest(["--stack", stack, ...args], now);
  if (request.stack === stack && request.project === undefined) return request;
  throw new UserError(`the lab has only stack ${stack} of this project: leave --stack and --project out`);
}
