import test from "ava";
import { backendPod, backendServers } from "../../../stacks/demo/backend-pod.ts";

for (const server of backendServers) {
  test(`a pod with ${server} is one that a restricted namespace takes`, (t) => {
    const pod = backendPod("api", server, "image:1") as unknown as {
      readonly securityContext: object;
      readonly containers: readonly [{ readonly image: string; readonly securityContext: object }];
    };
    t.deepEqual(pod.securityContext, {
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    const [container] = pod.containers;
    t.is(container.image, "image:1");
    t.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"], ...(server === "nginx" ? { add: ["NET_BIND_SERVICE"] } : {}) },
    });
  });
}

test("nginx gets its configuration by the environment, and a folder that it may write to", (t) => {
  const { containers, volumes } = backendPod("api", "nginx", "image:1") as unknown as {
    readonly containers: readonly [
      {
        readonly env: readonly { readonly name: string }[];
        readonly command: readonly string[];
        readonly volumeMounts: object;
      },
    ];
    readonly volumes: object;
  };
  const [{ env, command, volumeMounts }] = containers;
  t.deepEqual(
    env.map(({ name }) => name),
    ["SERVICE", "POD_NAME", "NGINX_CONF"],
  );
  t.deepEqual(command.slice(0, 2), ["/bin/sh", "-c"]);
  t.deepEqual(volumeMounts, [{ name: "tmp", mountPath: "/tmp" }]);
  t.deepEqual(volumes, [{ name: "tmp", emptyDir: {} }]);
});
