import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { agentConfigMap, agentDaemonSet } from "../core/logrotate/manifests.ts";
import type { ClassSpec } from "../core/model/class.ts";
import type { LogrotateSpec } from "../core/model/stack.ts";

/** Arguments of {@link LogrotateAgent}. */
export interface LogrotateAgentArgs {
  /** A class with file logs. */
  readonly spec: ClassSpec;
  /** Image and resources, the same for every class. */
  readonly agent: LogrotateSpec;
}

/** The agent on the nodes of one class: keeps its log files to size, age, number and bytes. */
export class LogrotateAgent extends pulumi.ComponentResource {
  readonly daemonSet: k8s.apps.v1.DaemonSet;

  constructor(name: string, { spec, agent }: LogrotateAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("exposure:index:LogrotateAgent", name, {}, opts);
    const configMap = agentConfigMap(spec);

    const config = new k8s.core.v1.ConfigMap(`${name}-config`, configMap, { parent: this });
    this.daemonSet = new k8s.apps.v1.DaemonSet(name, agentDaemonSet(spec, agent, configMap.data), {
      parent: this,
      dependsOn: config,
    });

    this.registerOutputs({ daemonSet: this.daemonSet });
  }
}
