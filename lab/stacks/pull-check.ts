import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../core/model/user-error.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import { labNamespace } from "./certificate.ts";

/** What is read of a Pod object. */
export interface PodObject {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly state?: {
        readonly waiting?: { readonly reason?: string; readonly message?: string };
        readonly running?: object;
        readonly terminated?: object;
      };
    }[];
  };
}

/** Milliseconds that a scheduler gets to find a node, and that a node gets to pull. */
const patience = { schedule: 20_000, pull: 5 * 60_000 };

/**
 * Has a node of the cluster pull an image, by a pod that ends at once: an update would wait ten minutes for one that cannot be
 * had.
 * @throws {UserError} with what the node, or the scheduler, says
 */
export async function requirePullable(kubectl: Kubectl, image: string, limits = patience): Promise<void> {
  const name = "pull-check";
  const remove = [
    "delete",
    "pod",
    name,
    "--namespace",
    labNamespace,
    "--ignore-not-found",
    "--grace-period=0",
  ];
  await kubectl.run([...remove, "--force"]);
  await whenReady(() => kubectl.apply([podOf(name, image)]));
  try {
    for (const since = performance.now(); ; await sleep(250)) {
      const { stdout } = await kubectl.run([
        "get",
        "pod",
        name,
        "--namespace",
        labNamespace,
        "--output",
        "json",
      ]);
      const waited = performance.now() - since;
      const verdict = verdictOf(JSON.parse(stdout));
      if (verdict === "pulled") return;
      if (verdict === "unknown" && waited < limits.pull) continue;
      if (verdict !== "unknown" && verdict.patient && waited < limits.schedule) continue;
      const reason = verdict === "unknown" ? `not within ${limits.pull / 60_000} min` : verdict.reason;
      throw new UserError(
        `The cluster cannot run image ${image} (${reason}): see that its nodes reach the registry, or name a mirror in \`image\` of the class in Pulumi.trial.yaml.`,
      );
    }
  } finally {
    await kubectl.run([...remove, "--force"]);
  }
}

/** What a pod's status says of its image: whether it is there, or why the pod does not come that far. */
export function verdictOf({
  status,
}: PodObject): "pulled" | "unknown" | { readonly reason: string; readonly patient: boolean } {
  const { waiting, running, terminated } = status?.containerStatuses?.[0]?.state ?? {};
  if (running !== undefined || terminated !== undefined) return "pulled";
  if (/^(ErrImage|ImagePull|InvalidImageName|RegistryUnavailable)/.test(waiting?.reason ?? "")) {
    const [first = ""] = (waiting?.message ?? "").split("\n");
    return { reason: first === "" ? `${waiting?.reason}` : first, patient: false };
  }
  // Whatever else keeps a container from starting comes after its image.
  if (waiting !== undefined && waiting.reason !== "ContainerCreating") return "pulled";
  const unscheduled = status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  return unscheduled === undefined
    ? "unknown"
    : { reason: unscheduled.message ?? "no node takes it", patient: true };
}

/** A new namespace takes no pod before it has its default ServiceAccount, a moment later. */
async function whenReady(work: () => Promise<void>): Promise<void> {
  for (let waited = 0; ; waited += 250) {
    try {
      return await work();
    } catch (error) {
      if (!/serviceaccount "default" not found/.test(messageOf(error)) || waited >= 10_000) throw error;
      await sleep(250);
    }
  }
}

function podOf(name: string, image: string): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: labNamespace },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      nodeSelector: { "kubernetes.io/os": "linux" },
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "image",
          image,
          // an image without a shell fails to start, but it is there
          command: ["/bin/sh", "-c", "exit 0"],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}
