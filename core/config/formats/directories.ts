import { wrong } from "./expected.ts";

/** Refused, and everything below them. */
const closed = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/sys",
  "/usr",
  "/var/run",
  "/var/lib/kubelet",
  "/var/lib/containerd",
  "/var/lib/etcd",
  "/var/lib/crio",
  "/var/lib/cni",
  "/var/lib/containers",
  "/var/lib/dpkg",
  "/var/lib/systemd",
  "/var/lib/docker",
  "/opt/cni",
  "/var/log/audit",
  "/var/log/containers",
  "/var/log/journal",
  "/var/log/pods",
];

/** Refused, but not what is below them: they belong to the node, and the log directory changes its owner. */
const shared = [
  "/",
  "/home",
  "/media",
  "/mnt",
  "/opt",
  "/srv",
  "/tmp",
  "/var",
  "/var/lib",
  "/var/log",
  "/var/tmp",
];

/** What is wrong with the host directory of a class's log files, which nginx's user becomes the owner of. */
export function logDirectoryProblem(directory: string): string | undefined {
  const normal =
    /^\/[A-Za-z0-9._/-]*$/.test(directory) &&
    !directory.includes("//") &&
    !directory.split("/").some((part) => part === "." || part === "..") &&
    (directory === "/" || !directory.endsWith("/"));
  if (!normal) return wrong(`an absolute directory such as "/var/log/nginx-ingress/public"`, directory);
  if (shared.includes(directory) || closed.some((root) => isWithin(directory, root))) {
    return `${wrong("a directory for these logs alone", directory)}: it belongs to the node; use one below /var/log`;
  }
  return undefined;
}

/** Whether a directory is another one, or lies below it. */
export function isWithin(directory: string, root: string): boolean {
  return directory === root || directory.startsWith(root === "/" ? "/" : `${root}/`);
}
