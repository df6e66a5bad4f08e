import type { ExposureOutputs } from "../../core/model/outputs.ts";
import { UserError } from "../../core/model/user-error.ts";
import { note, step } from "../console/step.ts";
import { certificateFile } from "../stacks/certificate.ts";
import type { Target } from "../stacks/target.ts";
import { withForward } from "./forward.ts";
import { type ClassRequest, requestsThrough } from "./plan.ts";
import { type Answered, send, Unreached } from "./send.ts";

/**
 * Sends a request through each class and prints the curl that was answered.
 * @throws {UserError} where a class does not answer, with the curl that shows it
 */
export async function showRequests(outputs: ExposureOutputs, target: Target): Promise<void> {
  const { reach } = target;
  if (reach === undefined) {
    note("No request was sent: simulated nodes run no containers");
    return;
  }
  const planned = requestsThrough(outputs);
  for (const request of planned) {
    const lines = await step(`Sending a request through class ${request.class}`, () =>
      ask(request, outputs, target),
    );
    console.log(lines.map((line) => `  ${line}`).join("\n"));
  }
  const silent = Object.keys(outputs.classes).filter((name) =>
    planned.every((request) => request.class !== name),
  );
  for (const name of silent) console.log(`  Class ${name} has no service to ask.`);
}

async function ask(
  request: ClassRequest,
  { classes }: Pick<ExposureOutputs, "classes">,
  target: Target,
): Promise<readonly string[]> {
  const output = classes[request.class];
  if (output === undefined || target.reach === undefined)
    throw new UserError(`There is no class ${request.class}.`);
  const certificate = certificateFile(target.folder);
  const endpoints = await target.reach(output, request.class);
  try {
    return told(await send({ request, endpoints, certificate }));
  } catch (error) {
    if (
      !(error instanceof Unreached) ||
      output.exposedAs === "hostNetwork" ||
      output.exposedAs === "hostPort"
    ) {
      throw error;
    }
    // The nodes of a cloud, or of a virtual machine, are not this machine's to reach; the API server is.
    const unreached = error.message;
    const forwarded = withForward(target, output, request.scheme, async (endpoint, command) => [
      `${unreached} Through the API server, in another terminal:`,
      command,
      ...told(await send({ request, endpoints: [endpoint], certificate })),
    ]);
    return forwarded.catch((second: unknown) => {
      throw second instanceof UserError ? new UserError(`${unreached} ${second.message}`) : second;
    });
  }
}

function told({ command, byNode, body }: Answered): readonly string[] {
  const missing = "curl is not installed: Node sent the same request";
  return [...(byNode ? [missing] : []), command, body];
}
