import type { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { auxiliaryFile, statsUserlist } from "../core/controllers/haproxy/stats.ts";
import { edgeOwner } from "../core/kubernetes/owner.ts";
import type { EdgeSpec } from "../core/model/edge.ts";
import { names } from "../core/model/names.ts";
import { fileSecret } from "./file-secret.ts";

/** The generated password of the statistics page. */
export interface StatsPassword {
  /** 32 letters and digits; a secret. */
  readonly password: pulumi.Output<string>;
  /** Salt of its hash, 16 letters and digits. */
  readonly salt: pulumi.Output<string>;
}

/** Drawn once, and again for another `stats.generation`. */
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

/** The users of the statistics page as HAProxy reads them; the cluster has the password's hash alone. */
export function statsSecret(spec: EdgeSpec, { password, salt }: StatsPassword): core.v1.SecretArgs {
  const users = pulumi
    .all([password, salt])
    .apply(([plain, grains]) => statsUserlist(spec.stats.user, plain, grains));
  return fileSecret(edgeOwner(spec), names.edgeStats, auxiliaryFile, users);
}
