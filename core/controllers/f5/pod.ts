import type { PodPart } from "../../kubernetes/pod-template.ts";
import type { ClassSpec } from "../../model/class.ts";
import { toWholeSeconds } from "../../model/units.ts";
import type { ControllerPod } from "../controller.ts";
import { servingPorts } from "../ports.ts";
import { f5Args } from "./args.ts";
import { f5ExtraArgs } from "./extra-args.ts";
import { f5Facts } from "./facts.ts";
import { f5ClusterRules, f5NamespaceRules } from "./rbac.ts";

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: f5Facts.user,
  runAsGroup: f5Facts.group,
};

export const f5Pod: ControllerPod<ClassSpec> = {
  args: f5Args,
  extraArgs: f5ExtraArgs,
  servingPorts: servingPorts,
  env: [],
  // As upstream: no liveness probe, because the controller ends by itself when nginx does, and a restart under load would
  // break what still works; and every second, because it answers from memory.
  probes: {
    readinessProbe: { httpGet: { path: f5Facts.readiness.path, port: "ready" }, periodSeconds: 1 },
  },
  securityContext: {
    ...restricted,
    // The binaries have it as a file capability: without it in the bounding set they cannot even be executed, whatever
    // the port.
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  },
  parts: (spec) => [writableDirectories(spec)],
  // The controller answers SIGTERM with `nginx -s quit` at once, so the delay is the kubelet's.
  preStop: ({ drain }) => {
    const seconds = toWholeSeconds(drain.delay);
    return seconds === 0 ? undefined : { sleep: { seconds } };
  },
  shutdownSlack: 5,
  clusterRules: f5ClusterRules,
  namespaceRules: f5NamespaceRules,
};

/** Upstream's layout for a read-only root: what the controller and nginx write to, seeded where it holds files. */
function writableDirectories({ image, pullPolicy }: ClassSpec): PodPart {
  return {
    volumes: directories.map(({ name }) => ({ name, emptyDir: {} })),
    mounts: directories.map(({ name, path }) => ({ name, mountPath: path })),
    initContainers: [
      {
        name: "copy-etc",
        image,
        imagePullPolicy: pullPolicy,
        command: ["cp", "-dR", "/etc/nginx/.", "/mnt/etc"],
        securityContext: { ...restricted, capabilities: { drop: ["ALL"] } },
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
