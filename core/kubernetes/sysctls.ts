import type { ClassSpec } from "../model/class.ts";
import type { Sysctl } from "./objects.ts";
import type { PodPart } from "./pod-template.ts";

/**
 * Sysctls where the pod has a network of its own: the kubelet sets them before any container runs. Those
 * Kubernetes does not count as safe (`net.core.somaxconn` among them) it refuses unless its
 * `allowedUnsafeSysctls` names them.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
 */
export function podSysctls({ expose, sysctls }: ClassSpec): readonly Sysctl[] {
  if (expose.as === "hostNetwork") return [];
  return Object.entries(sysctls).map(([name, value]) => ({ name, value }));
}

/**
 * Sysctls where the pod shares the node's network: the API server refuses them in the pod's security
 * context, so an init container writes them to the node. It has to be privileged, for /proc/sys is
 * read-only to every other container; it runs only where a class asks for sysctls, and ends before nginx
 * starts. They stay set when the class goes.
 */
export function nodeSysctls({ expose, sysctls, image, pullPolicy }: ClassSpec): PodPart {
  const entries = Object.entries(sysctls);
  if (expose.as !== "hostNetwork" || entries.length === 0) return {};
  return {
    initContainers: [
      {
        name: "node-sysctls",
        image,
        imagePullPolicy: pullPolicy,
        // Names and values are arguments of the script, never part of it.
        command: ["sh", "-ec", script, "node-sysctls"],
        args: entries.flatMap(([name, value]) => [procPath(name), value]),
        securityContext: { privileged: true, runAsUser: 0, runAsGroup: 0 },
      },
    ],
  };
}

const script = 'while [ $# -gt 0 ]; do printf %s "$2" > "/proc/sys/$1"; shift 2; done';

/** As sysctl(8) reads names: dots separate, unless slashes do. */
function procPath(name: string): string {
  return name.includes("/") ? name : name.replaceAll(".", "/");
}
