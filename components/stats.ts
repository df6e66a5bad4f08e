import type { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { shaCrypt } from "../core/controllers/haproxy/sha-crypt.ts";
import type { EdgeSpec } from "../core/model/edge.ts";
import { names } from "../core/model/names.ts";
import { fileSecret } from "./file-secret.ts";

/** The list of users that the statistics page asks. */
export const statsUserlist = "haproxy-edge-stats";

/** HAProxy reads this file beside the one the controller writes. */
export const auxiliaryFile = "haproxy-aux.cfg";

export interface StatsPassword {
  readonly password: pulumi.Output<string>;
  readonly salt: pulumi.Output<string>;
}

/** Drawn once, and anew when `stats.generation` is another number. */
export function createStatsPassword(
  name: string,
  { stats }: EdgeSpec,
  opts: pulumi.ResourceOptions,
): StatsPassword {
  const keepers = { generation: String(stats.generation) };
  const password = new random.RandomPassword(
    `${name}-stats-password`,
    { length: 32, special: false, keepers },
    opts,
  );
  const salt = new random.RandomString(`${name}-stats-salt`, { length: 16, special: false, keepers }, opts);
  return { password: pulumi.secret(password.result), salt: salt.result };
}

/** The users as HAProxy reads them, the password as its hash: the one place the cluster has it in. */
export function statsSecret(spec: EdgeSpec, { password, salt }: StatsPassword): core.v1.SecretArgs {
  const users = pulumi
    .all([password, salt])
    .apply(([plain, grains]) => userlist(spec.stats.user, plain, grains));
  return fileSecret(spec, names.edgeStats, auxiliaryFile, users);
}

function userlist(user: string, password: string, salt: string): string {
  return `userlist ${statsUserlist}\n  user ${user} password ${shaCrypt(password, salt)}\n`;
}
