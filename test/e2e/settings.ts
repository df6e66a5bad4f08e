import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { Dialect } from "../../components/model/controllers.ts";
import { certificateName, labNamespace } from "../../lab/certificate.ts";
import type { Settings } from "../../lab/edge/edge.ts";
import { logrotateImage } from "../../lab/images/recipes.ts";
import { realNodeLabel } from "../../lab/nodes/plan.ts";
import { projectRoot } from "../../lab/version.ts";

/** Host of the service that load is sent to: plain HTTP, with an emergency backend. */
export const ordersHost = "orders.example";

/** A class on both real nodes, profile `high`, logs to files. */
export function edgeClass(controller: Dialect, own: Settings = {}): Settings {
  return {
    controller,
    nodeSelector: { [realNodeLabel]: "true" },
    defaultCertificate: `${labNamespace}/${certificateName}`,
    performance: { profile: "high" },
    logs: { to: "file" },
    // Nobody takes these nodes out of rotation: a longer delay would only make the suite slower.
    drain: { delay: "3s" },
    ...own,
  };
}

/** The four services of the dev stack, and one for load. */
export async function services(): Promise<Settings> {
  const file = parse(await readFile(join(projectRoot, "Pulumi.dev.yaml"), "utf8")) as { config: Settings };
  return {
    ...(file.config["exposure:services"] as Settings),
    orders: {
      hosts: [ordersHost],
      backend: { service: "orders", port: "http" },
      emergency: { service: "orders-emergency" },
    },
  };
}

/** The whole configuration: one class, every service, the switch off; `own` keys replace these. */
export async function edgeSettings(controller: Dialect, own: Settings = {}): Promise<Settings> {
  return {
    "exposure:classes": { public: edgeClass(controller, { default: true }) },
    "exposure:services": await services(),
    "exposure:failover": "none",
    "exposure:logrotate": { image: logrotateImage },
    ...own,
  };
}
