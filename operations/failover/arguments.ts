import { failoverConfig } from "../../core/config/failover-config.ts";
import { rfc3339 } from "../../core/config/time.ts";
import { longestSpan } from "../../core/config/units.ts";
import type { SwitchArgs, SwitchMode } from "../../core/model/failover.ts";
import { durationForm, toSeconds } from "../../core/model/units.ts";
import { UserError } from "../../core/model/user-error.ts";
import { readArguments } from "../command.ts";
import type { FlagChange } from "./edit-flag.ts";

const usage = `Usage: npm run failover -- <on|off|drill|weighted> <service…|--all> --stack <stack> --reason <text> [options]
       npm run failover -- status [service…] --stack <stack>
Throws the emergency switch of services: sets exposure:failover in Pulumi.<stack>.yaml (haproxy-edge:failover in
an edge's), updates the Ingresses concerned and nothing else, looks at what is live then.

  --stack <stack>     stack of this project, in the backend that pulumi is logged in to
  --project <folder>  folder of Pulumi.yaml and the stack files, this one unless given;
                      stacks/haproxy-edge for services that HAProxy serves itself
  --all               every service that has an emergency backend
  --reason <text>     why: goes onto the Ingress and into the outputs
  --for <span>        30m, 2h, 1d, 365d at most: from then on every preview warns that the switch is overdue
  --weight <percent>  with weighted: share of the requests that the emergency backend gets
  --force             without the check of the backend
  --partial           those that fail the check do not keep the others
  --probe <url>       asks there when all is done, and fails unless the answer is a success
  --preview           says what would change, and changes nothing`;

const options = {
  stack: { type: "string" },
  project: { type: "string" },
  all: { type: "boolean", default: false },
  reason: { type: "string" },
  for: { type: "string" },
  weight: { type: "string" },
  force: { type: "boolean", default: false },
  partial: { type: "boolean", default: false },
  probe: { type: "string" },
  preview: { type: "boolean", default: false },
} as const;

interface Place {
  readonly stack: string;
  /** Folder of Pulumi.yaml. @default this project's */
  readonly project?: string;
}

export type Request =
  | (Place & { readonly action: "status"; readonly services: readonly string[] })
  | (Place & {
      readonly action: "switch";
      readonly change: FlagChange;
      readonly preview: boolean;
      readonly probe?: string;
    });

const modes: readonly string[] = ["on", "off", "drill", "weighted"] satisfies readonly SwitchMode[];

/**
 * What a command line asks for.
 * @param now milliseconds since 1970
 * @throws {UserError} where it is not understood; with the usage, unless a value alone is wrong
 */
export function readRequest(args: readonly string[], now: number): Request {
  const { values, positionals } = readArguments(args, options, usage);
  const [action, ...services] = positionals;
  const refuse = (message: string) => new UserError(`${message}\n\n${usage}`);
  if (values.stack === undefined) throw refuse("--stack is missing");
  const { stack, project } = values;
  const place = { stack, ...(project === undefined ? {} : { project }) };
  if (action === "status") return { ...place, action, services };
  if (!isMode(action)) throw refuse(`expected on, off, drill, weighted or status, got "${action ?? ""}"`);
  if (values.all === services.length > 0) throw refuse("name services, or --all: one of both");
  if (values.all && (action === "drill" || action === "weighted")) {
    throw new UserError(`${action} takes services by name, not --all`);
  }
  if (values.all && values.force) {
    throw new UserError(
      "--force takes services by name, not --all: name those whose check is to be skipped, and switch the others by --all",
    );
  }
  if (action !== "off" && values.reason === undefined) throw refuse("--reason is missing");
  const change: FlagChange = {
    services: values.all ? "all" : services,
    entry: entryOf(action, values, now),
    ...(values.partial ? { partial: true } : {}),
  };
  const { probe, preview } = values;
  if (probe !== undefined && !URL.canParse(probe))
    throw new UserError(`--probe: expected a URL, got "${probe}"`);
  return { ...place, action: "switch", change, preview, ...(probe === undefined ? {} : { probe }) };
}

interface Values {
  readonly reason?: string | undefined;
  readonly for?: string | undefined;
  readonly weight?: string | undefined;
  readonly force?: boolean;
}

function entryOf(mode: SwitchMode, values: Values, now: number): SwitchArgs {
  const entry = {
    mode,
    ...(values.weight === undefined ? {} : { weight: Number(values.weight) }),
    ...(values.reason === undefined ? {} : { reason: values.reason }),
    ...(mode === "off" ? {} : { since: rfc3339(now) }),
    ...(values.for === undefined ? {} : { until: untilOf(values.for, now) }),
    ...(values.force ? { force: true } : {}),
  };
  // The same rules as in the stack file.
  const parsed = failoverConfig.parse({ services: { x: entry } }, "");
  if (!parsed.ok) {
    throw new UserError(
      parsed.problems.map(({ path, message }) => `${path.replace(/^.*\.x\.?/, "--")}: ${message}`).join("\n"),
    );
  }
  return entry;
}

function untilOf(span: string, now: number): string {
  if (!isSpan(span)) throw new UserError(`--for: expected a time span such as 30m, 2h or 1d, got "${span}"`);
  if (toSeconds(span) > toSeconds(longestSpan)) {
    throw new UserError(
      `--for: expected a time span of ${longestSpan} at most, got "${span}": leave --for out for a switch without an end`,
    );
  }
  return rfc3339(now + toSeconds(span) * 1000);
}

function isSpan(span: string): span is Parameters<typeof toSeconds>[0] {
  return durationForm.test(span);
}

function isMode(action: string | undefined): action is SwitchMode {
  return action !== undefined && modes.includes(action);
}
