import type { PodPart } from "../../kubernetes/pod-template.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { ControllerFacts } from "../facts.ts";

/** Where the class's host directory lies inside the container: not `/var/log/nginx`, whose files are the images' links to stdout. */
export const logMount = "/var/log/nginx-host";

/**
 * The host directory of a class's log files, made and handed to nginx' user: nginx runs without root, and a
 * directory the kubelet makes belongs to root (`fsGroup` does not reach host directories). Only the
 * directory itself is touched, never what is in it; doing it again changes nothing.
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
          // Change the owner; change the mode of what is then someone else's.
          capabilities: { drop: ["ALL"], add: ["CHOWN", "FOWNER"] },
        },
        volumeMounts: mounts,
      },
    ],
  };
}
