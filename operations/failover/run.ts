import { join } from "node:path";
import { readTextFile, unreadable } from "../../components/text-file.ts";
import type { RawConfig } from "../../core/config/raw-config.ts";
import { hasEncrypted, readStackFile, type StackFile } from "../../core/config/stack-file.ts";
import { backendsOf, readLive } from "../../core/failover/live.ts";
import { isErrno } from "../../core/model/errno.ts";
import { firstOf } from "../../core/model/listed.ts";
import type { Problem } from "../../core/model/problems.ts";
import { UserError } from "../../core/model/user-error.ts";
import { sizeWarnings } from "../../core/stack/config-size.ts";
import type { Concerned } from "../../core/stack/switched.ts";
import { flagKey } from "../projects.ts";
import { alone } from "./alone.ts";
import type { Request } from "./arguments.ts";
import {
  answered,
  type FailoverContext,
  type Flagged,
  type Opened,
  type Outcome,
  requireKnown,
} from "./opened.ts";
import { statusLines } from "./status.ts";

/** Does what a command line asks for. */
export async function runFailover(request: Request, around: FailoverContext): Promise<Outcome> {
  const file = join(around.root, `Pulumi.${request.stack}.yaml`);
  const open = () => openFile(file, request.stack, concernedBy(request), around);
  if (request.action === "status") return status(request.services, await open());
  const run = async () => {
    const opened = await open();
    // Here, since the engine's library takes longer to load than `status` takes for all the rest.
    const { previewSwitch, switchOver } = await import("./switch-over.ts");
    const { ok, lines } = await (request.preview ? previewSwitch : switchOver)(request, opened);
    return { ok, lines: [...lines, ...opened.warnings.map((warning) => `warning: ${warning}`)] };
  };
  // A preview writes nothing that another run could lose.
  return request.preview ? run() : alone(file, run);
}

function concernedBy(request: Request): Concerned {
  return request.action === "status" ? request.services : request.change.services;
}

async function openFile(
  file: string,
  stack: string,
  concerned: Concerned,
  around: FailoverContext,
): Promise<Opened> {
  const { root, project } = around;
  const text = textOf(file);
  const decrypted = hasEncrypted(file, text, project.name) ? await decrypt(stack, around) : {};
  const parse = (changed: string) => readStackFile("stack file", changed, project.name, decrypted);
  const configOf = ({ raw, isEncrypted }: StackFile) =>
    project.readSwitched(raw, { root, stack, isEncrypted }, concerned);
  const now = parse(text);
  const { config, setAside, withFlag } = configOf(now);
  const warnings = [...now.warnings, ...sizeWarnings(now.raw, project.name), ...leftAside(setAside)];
  const flagged = (changed: string): Flagged => {
    const { raw } = parse(changed);
    return { raw, config: withFlag(raw[flagKey(project)]).config };
  };
  return { file, text, around, config, withFlag: flagged, setAside, warnings };
}

/** At most ten: `pulumi preview` lists them all. */
function leftAside(problems: readonly Problem[]): readonly string[] {
  return firstOf(
    problems.map(({ path, message }) => `${path}: ${message}`),
    10,
  );
}

function textOf(file: string): string {
  try {
    return readTextFile(file, file);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw unreadable(file, error);
    throw new UserError(`there is no ${file}: name a stack that has one with --stack`);
  }
}

async function decrypt(stack: string, { openStack }: FailoverContext): Promise<RawConfig> {
  const { decryptedConfig } = await import("./engine.ts");
  return decryptedConfig(await openStack(stack));
}

async function status(asked: readonly string[], { config, around, warnings }: Opened): Promise<Outcome> {
  requireKnown(asked, config);
  const { plans } = config;
  const shown = asked.length === 0 ? plans : plans.filter(({ service }) => asked.includes(service.name));
  const api = await around.openApi(config.cluster);
  const live = await answered(readLive(api, shown));
  const lines = await answered(statusLines(shown, live, backendsOf(shown, api)));
  return { ok: true, lines: [...lines, ...warnings.map((warning) => `warning: ${warning}`)] };
}
