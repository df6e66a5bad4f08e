import { haproxyIngress } from "../../components/haproxy-edge/resolve-edge.ts";
import { controllers } from "../../components/model/controllers.ts";
import { certificateName, labNamespace } from "../certificate.ts";
import type { Edge, Settings } from "../edge/edge.ts";
import { whyWithout } from "../edge/why-without.ts";
import { UserError } from "../errors.ts";
import { logrotateImage } from "../images/recipes.ts";
import { realNodeLabel } from "../nodes/plan.ts";
import { type DrillController, type DrillRequest, drillControllers } from "./request.ts";

/** The controllers' images, as upstream names them. */
const images: Readonly<Record<DrillController, string>> = {
  haproxy: haproxyIngress.image,
  "ingress-nginx": controllers["ingress-nginx"].image,
};

/**
 * The controller to drill with: the one asked for, else the first whose image is here.
 * @throws {UserError} saying what is missing
 */
export async function chooseController({ controller }: DrillRequest): Promise<DrillController> {
  const reasons: string[] = [];
  for (const candidate of controller === undefined ? drillControllers : [controller]) {
    const reason = await whyWithout([images[candidate]]);
    if (reason === undefined) return candidate;
    if (!reasons.includes(reason)) reasons.push(reason);
  }
  throw new UserError(
    `No drill can run here: ${reasons.join(", and ")} (docs/lab.md says where images come from).`,
  );
}

/** Brings up one service, with its switch as said, through the engine. */
export type Up = (failover?: Settings) => Promise<void>;

/** How the stacks of a drill are brought up: the service is served by the controller alone, on both nodes. */
export async function upWith(
  controller: DrillController,
  edge: Edge,
  service: string,
  args: Settings,
): Promise<Up> {
  const { class: _, ...own } = args;
  const services = { [service]: own };
  const nodeSelector = { [realNodeLabel]: "true" };
  const defaultCertificate = `${labNamespace}/${certificateName}`;
  if (controller === "ingress-nginx") {
    const settings = {
      "exposure:classes": { drill: { controller, default: true, nodeSelector, defaultCertificate } },
      "exposure:services": services,
      "exposure:logrotate": { image: logrotateImage },
    };
    return async (failover) => {
      await edge.up({ ...settings, ...(failover && { "exposure:failover": failover }) });
    };
  }
  await edge.up({}); // the edge reads its outputs, which name no class
  const settings = {
    "haproxy-edge:edge": {
      nodes: edge.nodes.map(({ address }) => address),
      nodeSelector,
      expose: { http: 80, https: 443 },
      defaultCertificate,
      // the lab's machine allows a process 20,000 open files, of which a connection takes two
      maxconn: 8_000,
      memory: "512Mi",
      cpu: "100m",
    },
    "haproxy-edge:services": services,
  };
  return async (failover) => {
    await edge.upHaproxy({ ...settings, ...(failover && { "haproxy-edge:failover": failover }) });
  };
}
