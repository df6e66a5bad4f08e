import { spawn } from "node:child_process";
import { once } from "node:events";
import { names } from "../../core/model/names.ts";
import type { ClassOutput } from "../../core/model/outputs.ts";
import { UserError } from "../../core/model/user-error.ts";
import { freePort } from "../cluster/port.ts";
import { until } from "../machine/until.ts";
import type { Endpoint, Target } from "../stacks/target.ts";

/**
 * Has a class's Service on a port of this machine for as long as `use` runs, by `kubectl port-forward`.
 * @throws {UserError} where kubectl does not forward
 */
export async function withForward<T>(
  { kubectl, kubectlCommand }: Pick<Target, "kubectl" | "kubectlCommand">,
  { namespace, exposedAs, ports }: ClassOutput,
  scheme: "http" | "https",
  use: (endpoint: Endpoint, command: string) => Promise<T>,
): Promise<T> {
  const local = await freePort();
  // the ports of a node port's Service are nginx's own
  const remote = exposedAs === "nodePort" ? { http: 80, https: 443 }[scheme] : ports[scheme];
  const args = ["--namespace", namespace, "port-forward", `service/${names.service}`, `${local}:${remote}`];
  const child = spawn(kubectl.path, ["--kubeconfig", kubectl.kubeconfig, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").catch(() => {});
  const command = `${kubectlCommand} ${args.join(" ")}`;
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += String(text)));
  try {
    await until(
      "port-forward",
      15_000,
      () => said.includes("Forwarding from"),
      50,
      () => (child.exitCode === null ? undefined : said.trim()),
    ).catch((error: Error) => {
      throw new UserError(`Not through the API server either (\`${command}\`): ${error.message}`);
    });
    return await use({ address: "127.0.0.1", http: local, https: local }, command);
  } finally {
    child.kill();
    await ended;
  }
}
