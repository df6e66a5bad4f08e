import { nginxImage } from "../../lab/images/recipes.ts";
import { type NginxServer, nginxConf } from "./nginx-conf.ts";

/** A pod of plain nginx, pinned to a node. */
export interface NginxPod {
  readonly name: string;
  readonly node: string;
  readonly servers: readonly NginxServer[];
  /** How clients reach it. */
  readonly through: "hostNetwork" | { readonly hostPort: number } | "pod network";
}

/** The pod and its configuration; logs go to an emptyDir, which is a folder of the node's disk. */
export function nginxPod({ name, node, servers, through }: NginxPod): readonly object[] {
  const ports = servers.map(({ port }) => ({
    containerPort: port,
    ...(typeof through === "object" ? { hostPort: through.hostPort } : {}),
  }));
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default" },
      data: { "nginx.conf": nginxConf(servers) },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", labels: { bench: name } },
      spec: {
        nodeName: node,
        hostNetwork: through === "hostNetwork",
        terminationGracePeriodSeconds: 1,
        automountServiceAccountToken: false,
        // as in the classes' pods: both settings affect the figures under load
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "nginx",
            image: nginxImage,
            imagePullPolicy: "Never",
            resources: { requests: { cpu: "100m" } },
            args: ["-c", "/etc/bench/nginx.conf"],
            ...(through === "hostNetwork" ? {} : { ports }),
            volumeMounts: [
              { name: "config", mountPath: "/etc/bench" },
              { name: "logs", mountPath: "/logs" },
            ],
          },
        ],
        volumes: [
          { name: "config", configMap: { name } },
          { name: "logs", emptyDir: {} },
        ],
      },
    },
  ];
}

/** A Service for a pod of {@link nginxPod}: a ClusterIP, or a port of every node. */
export function serviceOf(name: string, port: number, nodePort?: number): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "default" },
    spec: {
      selector: { bench: name },
      ...(nodePort === undefined ? {} : { type: "NodePort" }),
      ports: [{ name: "http", port, targetPort: port, ...(nodePort === undefined ? {} : { nodePort }) }],
    },
  };
}
