import type { PodPart } from "../../kubernetes/pod-template.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { ControllerFacts } from "../facts.ts";

/** Mount path of the class's host directory: not `/var/log/nginx`, where the images link the log files to stdout. */
export const logMount = "/var/log/nginx-host";

/**
 * The host directory of a class's log files, created and handed to nginx's user: nginx does not run as root, but a
 * directory that the kubelet creates belongs to root (`fsGroup` does not apply to host directories). Only the directory
 * itself is changed, never its content, and a second run changes nothing.
 */
export function logDirectory(
  { image, pullPolicy, logs }: ClassSpec,
  { user, group }: Pick<ControllerFacts, "user" | "group">,
): PodPart {
  if (logs.to === "stdout") return {};
  const mounts = [{ name: "logs", mountPath: logMount }];
  return {
    volumes: [{ name: "logs", hostPath: { path: logs.directory, type: "DirectoryOrCreate" } }],
    mounts,
    initContainers: [
      {
        name: "log-directory",
        image,
        imagePullPolicy: pullPolicy,
        command: ["install", "-d", "-m", "0755", "-o", `${user}`, "-g", `${group}`, logMount],
        securityContext: {
          runAsUser: 0,
          runAsGroup: 0,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          // CHOWN to change the owner, FOWNER to then change the mode.
          capabilities: { drop: ["ALL"], add: ["CHOWN", "FOWNER"] },
        },
        volumeMounts: mounts,
      },
    ],
  };
}
