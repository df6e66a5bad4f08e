import { filesOf } from "../../components/project-files.ts";
import { controllers } from "../../core/controllers/registry.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { parseEdgeConfig } from "../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { logrotateImage } from "../../lab/images/recipes.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { everyNode, realNodeLabel } from "../../lab/nodes/plan.ts";
import { certificateName, labNamespace } from "../../lab/stacks/certificate.ts";
import type { Settings, Testbed } from "../../lab/testbed/testbed.ts";
import type { DrillController } from "./request.ts";

/** How a service is brought up behind a controller alone, on both nodes. */
export interface DrillStacks {
  readonly image: string;
  /** Why the service cannot be drilled there: what the program would refuse at preview. */
  refusal(service: string, args: Settings): string | undefined;
  /** Brings up what the service depends on. @default nothing */
  before?(testbed: Testbed): Promise<unknown>;
  /** Brings the service up through the engine, with this switch setting. */
  up(testbed: Testbed, service: string, args: Settings, failover?: Settings): Promise<unknown>;
}

const nodeSelector = { [realNodeLabel]: "true" };
const defaultCertificate = `${labNamespace}/${certificateName}`;

const ingressNginx: DrillStacks = {
  image: controllers["ingress-nginx"].facts.image,
  refusal: (service, args) =>
    refused(() => parseStackConfig(nginxSettings(service, args), filesOf(projectRoot))),
  up: (testbed, service, args, failover) =>
    testbed.up({ ...nginxSettings(service, args), ...(failover && { "exposure:failover": failover }) }),
};

const haproxy: DrillStacks = {
  image: controllers.haproxy.facts.image,
  refusal: (service, args) =>
    refused(() => parseEdgeConfig(haproxySettings(service, args), filesOf(projectRoot), () => false)),
  // the edge reads the exposure stack's outputs, which name no class
  before: (testbed) => testbed.up({}),
  up: (testbed, service, args, failover) =>
    testbed.upHaproxy({
      ...haproxySettings(service, args),
      ...(failover && { "haproxy-edge:failover": failover }),
    }),
};

export const drillStacks: Readonly<Record<DrillController, DrillStacks>> = {
  haproxy,
  "ingress-nginx": ingressNginx,
};

function nginxSettings(service: string, args: Settings): Settings {
  return {
    "exposure:classes": {
      drill: { controller: "ingress-nginx", default: true, nodeSelector, defaultCertificate },
    },
    "exposure:services": servicesOf(service, args),
    "exposure:logrotate": { image: logrotateImage },
  };
}

function haproxySettings(service: string, args: Settings): Settings {
  return {
    "haproxy-edge:edge": {
      nodes: everyNode("").map(({ address }) => address),
      nodeSelector,
      expose: { http: 80, https: 443 },
      defaultCertificate,
      // the lab's machine allows a process 20,000 open files, of which a connection takes two
      maxconn: 8_000,
      memory: "512Mi",
      cpu: "100m",
    },
    "haproxy-edge:services": servicesOf(service, args),
  };
}

/** The service moved to this class, regardless of its class in the stack file. */
function servicesOf(service: string, { class: _, ...args }: Settings): Settings {
  return { [service]: args };
}

function refused(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}
