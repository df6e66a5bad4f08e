import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { logrotateImage } from "../../lab/images/recipes.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { realNodeLabel } from "../../lab/nodes/plan.ts";
import { certificateName, labNamespace } from "../../lab/stacks/certificate.ts";
import type { Settings } from "../../lab/testbed/testbed.ts";

/** Host of the service under load: plain HTTP, with an emergency backend. */
export const ordersHost = "orders.example";

/** Each controller's own settings, so that both can run on the same nodes. */
export interface Side {
  readonly controller: ClassControllerName;
  readonly className: string;
  readonly http: number;
  readonly https: number;
  readonly portOffset: number;
  /** Ports of its second class, which is only on node 2. */
  readonly second: {
    readonly className: string;
    readonly http: number;
    readonly https: number;
    readonly portOffset: number;
  };
  /** Requests a second in the parts with load on both controllers. */
  readonly rate: number;
}

export const sides: Readonly<Record<ClassControllerName, Side>> = {
  f5: {
    controller: "f5",
    className: "public",
    http: 80,
    https: 443,
    portOffset: 0,
    second: { className: "internal", http: 8100, https: 8543, portOffset: 2_000 },
    rate: 3_000,
  },
  "ingress-nginx": {
    controller: "ingress-nginx",
    className: "retired",
    http: 8000,
    https: 8443,
    portOffset: 1_000,
    second: { className: "retired-internal", http: 8200, https: 8643, portOffset: 3_000 },
    rate: 1_000,
  },
};

/** Differences from the initial configuration. */
export interface Changes {
  /** Keys of the classes, which replace those of {@link edgeClass}. */
  readonly ofClass?: (side: Side) => Settings;
  /** More classes. */
  readonly classes?: Settings;
  /** More services. */
  readonly services?: Settings;
  /** Services whose switch is on. @default none */
  readonly failover?: readonly string[];
}

/** Logs that the agent rotates at each look, because the files' maximum size is so small. */
export const eagerLogs = {
  ofClass: () => ({ logs: { to: "file", rotate: { every: "5s", size: "64k", keep: 100 } } }),
} as const satisfies Changes;

/** A class on both real nodes, profile `high`, logs to files. */
export function edgeClass(controller: ClassControllerName, overrides: Settings = {}): Settings {
  return {
    controller,
    nodeSelector: { [realNodeLabel]: "true" },
    defaultCertificate: `${labNamespace}/${certificateName}`,
    performance: { profile: "high" },
    logs: { to: "file" },
    // No balancer takes these nodes out of rotation: a longer delay would only make the suite slower.
    drain: { delay: "3s" },
    ...overrides,
  };
}

/** A service's name in a controller's class. Both classes serve the same backends. */
export function serviceOf({ controller }: Side, service: string): string {
  return controller === "f5" ? service : `${service}-${controller}`;
}

/** The whole configuration: a class of each controller, every service in each, the switches off. */
export async function edgeSettings(
  controllers: readonly ClassControllerName[],
  { ofClass, classes, services, failover = [] }: Changes = {},
): Promise<Settings> {
  const all = controllers.map((controller) => sides[controller]);
  const classOf = (side: Side) => {
    const { http, https, portOffset } = side;
    return edgeClass(side.controller, { expose: { http, https }, portOffset, ...ofClass?.(side) });
  };
  const seed = await seedServices();
  return {
    "exposure:classes": {
      ...Object.fromEntries(all.map((side) => [side.className, classOf(side)])),
      ...classes,
    },
    "exposure:services": {
      ...Object.assign({}, ...all.map((side) => servicesOf(side, seed))),
      ...services,
    },
    "exposure:failover": failover.length === 0 ? "none" : failover.join(","),
    "exposure:logrotate": { image: logrotateImage },
  };
}

function servicesOf(side: Side, seed: Readonly<Record<string, Settings>>): Settings {
  const entries = Object.entries(seed).map(([name, service]) => {
    const ingress = service.ingress === undefined ? {} : { ingress: serviceOf(side, `${service.ingress}`) };
    return [serviceOf(side, name), { ...service, ...ingress, class: side.className }] as const;
  });
  return Object.fromEntries(entries);
}

/** The four services of the dev stack, and one for load. */
async function seedServices(): Promise<Readonly<Record<string, Settings>>> {
  const file = parse(await readFile(join(projectRoot, "Pulumi.dev.yaml"), "utf8")) as { config: Settings };
  return {
    ...(file.config["exposure:services"] as Readonly<Record<string, Settings>>),
    orders: {
      hosts: [ordersHost],
      backend: { service: "orders", port: "http" },
      emergency: { service: "orders-emergency" },
    },
  };
}
