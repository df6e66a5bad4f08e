import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { filesOf } from "../components/project-files.ts";
import type { SwitchOptions } from "../components/switch-options.ts";
import { isYamlObject } from "../core/config/engine-yaml/decode.ts";
import { readYaml } from "../core/config/engine-yaml/read-yaml.ts";
import type { IsEncrypted, RawConfig } from "../core/config/raw-config.ts";
import type { PlannedService, ServicePlans } from "../core/controllers/service-plan.ts";
import { once } from "../core/model/once.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { UserError } from "../core/model/user-error.ts";
import { parseEdgeConfig, parseSwitchedEdge } from "../core/stack/edge-stack.ts";
import { parseStackConfig, parseSwitchedConfig } from "../core/stack/exposure-stack.ts";
import { edgePlans, exposurePlans } from "../core/stack/service-plans.ts";
import type { Concerned, SwitchedConfig } from "../core/stack/switched.ts";
import { exposureBehind } from "./exposure-behind.ts";

/** A project of this repository whose services have the emergency switch. */
export interface ProjectKind {
  /** `name` of its Pulumi.yaml: also the namespace of its config keys, and a part of its URNs. */
  readonly name: string;
  /** What a stack file says. @throws ConfigError */
  read(raw: RawConfig, place: Place): ProjectStack;
  /** The same as far as a switch of some services needs it. @throws ConfigError if something concerns the switch */
  readSwitched(raw: RawConfig, place: Place, concerned: Concerned): SwitchedConfig<SwitchedStack>;
  /** The program of a switch. @param asked without it, one that declares nothing, to read the configuration by */
  program(asked?: SwitchOptions): Promise<PulumiFn>;
  /** Why none of its Secrets can be rendered, if so. */
  readonly noSecrets?: string;
  /** What stands for encrypted values that reach nothing but those Secrets, by config key. @default none */
  readonly placeholders?: RawConfig;
}

/** A stack of such a project, as far as a switch needs it. */
export interface SwitchedStack extends Pick<StackConfig, "cluster" | "services" | "failover"> {
  /** Its services as objects, sorted by service. */
  readonly plans: readonly PlannedService[];
}

/** A stack of such a project, as far as a render needs it. */
export interface ProjectStack extends SwitchedStack {
  /**
   * Declares all of it but the objects of its services, which are those of the plans.
   * @throws {UserError} where it follows from what is not at hand
   */
  readonly declare: () => Promise<void>;
}

interface Place {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Whether the stack file has a key's value encrypted. */
  readonly isEncrypted: IsEncrypted;
}

/** Full config key of a project's emergency switch. */
export function flagKey({ name }: Pick<ProjectKind, "name">): string {
  return `${name}:failover`;
}

/**
 * The kind of project that a folder holds, by its Pulumi.yaml.
 * @throws {UserError} where it is none that has services to switch
 */
export async function projectAt(root: string): Promise<ProjectKind> {
  const file = join(root, "Pulumi.yaml");
  const text = await readFile(file, "utf8").catch(() => {
    throw new UserError(`there is no ${file}: name the folder of a project with --project`);
  });
  const read = readYaml(text);
  if ("fault" in read) throw new UserError(`${file} is not valid YAML: ${read.fault.reason}`);
  const name = isYamlObject(read.value) ? read.value.get("name") : undefined;
  const kind = kinds.find((one) => one.name === name);
  if (kind !== undefined) return kind;
  const whose =
    typeof name === "string"
      ? `project "${name}", whose services have no emergency switch`
      : "no project of this repository";
  const folders = kinds.map((one) => one.name).join(" or ");
  throw new UserError(`${file} is of ${whose}: name the folder of ${folders} with --project`);
}

const exposure: ProjectKind = {
  name: "exposure",
  read: (raw, { root, isEncrypted }) => {
    const config = parseStackConfig(raw, filesOf(root), isEncrypted);
    const { cluster, services, failover } = config;
    const declare = async () => {
      // Here, since a request for services alone need not wait for the provider's library.
      const { provision } = await import("../components/provision.ts");
      provision(config, { withServices: false });
    };
    return { cluster, services, failover, plans: byService(exposurePlans(config)), declare };
  },
  readSwitched: (raw, { root, isEncrypted }, concerned) => {
    return planned(parseSwitchedConfig(raw, filesOf(root), isEncrypted, concerned), exposurePlans);
  },
  program: async (asked) => {
    if (asked === undefined) return refuseUpdate;
    const { switchExposure } = await import("../components/switch-exposure.ts");
    return () => switchExposure(asked);
  },
};

const haproxyEdge: ProjectKind = {
  name: "haproxy-edge",
  read: (raw, { root, stack, isEncrypted }) => {
    const config = parseEdgeConfig(raw, filesOf(root), isEncrypted);
    const { cluster, services, failover } = config;
    const declare = async () => {
      const behind = exposureBehind(root, config.exposure ?? `organization/exposure/${stack}`);
      const { provisionEdge } = await import("../components/provision-edge.ts");
      const { virtualIp } = config;
      // What stands for the password must not reach the pod's fingerprint.
      provisionEdge(
        { ...config, ...(virtualIp && { virtualIp: { ...virtualIp, secret: undefined } }) },
        behind,
        undefined,
        false,
      );
    };
    return { cluster, services, failover, plans: byService(edgePlans(config)), declare };
  },
  readSwitched: (raw, { root, isEncrypted }, concerned) => {
    return planned(parseSwitchedEdge(raw, filesOf(root), isEncrypted, concerned), edgePlans);
  },
  program: async (asked) => {
    if (asked === undefined) return refuseUpdate;
    const { switchEdge } = await import("../components/switch-edge.ts");
    return () => switchEdge(asked);
  },
  noSecrets: "the password of the statistics is in the state alone",
  // In the form of a real one, which the parser insists on.
  placeholders: { "haproxy-edge:vrrpSecret": "Withheld" },
};

/** An update by a program that declares nothing would delete the whole stack. */
async function refuseUpdate(): Promise<never> {
  throw new Error("the stack was opened for its configuration alone");
}

const kinds = [exposure, haproxyEdge];

function planned<Config extends Omit<SwitchedStack, "plans">>(
  { config, setAside, withFlag }: SwitchedConfig<Config>,
  plansOf: (config: Config) => ServicePlans,
): SwitchedConfig<SwitchedStack> {
  const { cluster, services, failover } = config;
  const plans = once(() => byService(plansOf(config)));
  return {
    config: {
      cluster,
      services,
      failover,
      // Not before it is asked for: nobody asks what a switch leaves.
      get plans() {
        return plans();
      },
    },
    setAside,
    withFlag: (flag) => planned(withFlag(flag), plansOf),
  };
}

function byService({ services }: ServicePlans): readonly PlannedService[] {
  return services.toSorted((a, b) => (a.service.name < b.service.name ? -1 : 1));
}
