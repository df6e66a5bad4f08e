import type * as k8s from "@pulumi/kubernetes";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** What can answer behind a demo's Services. */
export const backendServers = ["echo", "nginx"] as const;

export type BackendServer = (typeof backendServers)[number];

/** The port it listens on, whatever its Services call it. */
const listen = 8080;

/** A pod that answers with its own name. A namespace of the Pod Security level `restricted` takes it. */
export function backendPod(service: string, server: BackendServer, image: string): PodSpec {
  const { env = [], container, capabilities, volumes } = servers[server];
  return {
    automountServiceAccountToken: false,
    // The server fails its readiness for 5 s and then finishes open requests for up to 20 s.
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "echo",
        image,
        env: [
          { name: "SERVICE", value: service },
          { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          ...env,
        ],
        ports: [{ name: "echo", containerPort: listen }],
        // On a node short of CPU a pod that answers late is better than none: it says itself when it goes.
        readinessProbe: {
          httpGet: { path: "/healthz", port: "echo" },
          periodSeconds: 1,
          timeoutSeconds: 5,
        },
        resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "128Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"], ...capabilities },
        },
        ...container,
      },
    ],
    ...(volumes && { volumes }),
  };
}

/** What differs between the servers. */
interface Difference {
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly container?: Pick<Container, "command" | "lifecycle" | "volumeMounts">;
  readonly capabilities?: { readonly add: string[] };
  readonly volumes?: NonNullable<PodSpec["volumes"]>;
}

/** Kubernetes puts the names of the Service and the pod in place of $(…). */
const nginxConf = `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  default_type application/json;
  server {
    listen ${listen};
    add_header X-Service "$(SERVICE)" always;
    location = /healthz { return 200 "ok"; }
    location / { return 200 '{"service":"$(SERVICE)","pod":"$(POD_NAME)"}\\n'; }
  }
}
`;

const servers: Readonly<Record<BackendServer, Difference>> = {
  echo: {},
  nginx: {
    env: [{ name: "NGINX_CONF", value: nginxConf }],
    container: {
      command: [
        "/bin/sh",
        "-c",
        `printf '%s' "$NGINX_CONF" > /tmp/nginx.conf && exec nginx -e stderr -c /tmp/nginx.conf -g 'daemon off;'`,
      ],
      // nginx ends at once when it is told to: the pod first has to be known to go.
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    },
    // A file of the controller's images carries it, and the kernel starts no such file without it.
    capabilities: { add: ["NET_BIND_SERVICE"] },
    volumes: [{ name: "tmp", emptyDir: {} }],
  },
};
