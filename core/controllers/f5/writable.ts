import type { ClassSpec } from "../../model/class.ts";
import { controllers } from "../../model/controllers.ts";
import type { PodPart } from "../class-controller.ts";

export const f5WritableSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
} as const;

/** Upstream's layout for a read-only root: what the controller and nginx write to, seeded where it holds files. */
export function f5Writable({ image, pullPolicy }: ClassSpec): PodPart {
  return {
    volumes: directories.map(({ name }) => ({ name, emptyDir: {} })),
    mounts: directories.map(({ name, path }) => ({ name, mountPath: path })),
    initContainers: [
      {
        name: "copy-etc",
        image,
        imagePullPolicy: pullPolicy,
        command: ["cp", "-dR", "/etc/nginx/.", "/mnt/etc"],
        securityContext: {
          ...f5WritableSecurity,
          runAsUser: controllers.f5.user,
          runAsGroup: controllers.f5.group,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "nginx-etc", mountPath: "/mnt/etc" }],
      },
    ],
  };
}

const directories = [
  { name: "nginx-etc", path: "/etc/nginx" },
  { name: "nginx-cache", path: "/var/cache/nginx" },
  { name: "nginx-lib", path: "/var/lib/nginx" },
  { name: "nginx-state", path: "/var/lib/nginx/state" },
  { name: "nginx-log", path: "/var/log/nginx" },
] as const;
