import test from "ava";
import { f5Facts } from "../../../../core/controllers/f5/facts.ts";
import { ingressNginxFacts } from "../../../../core/controllers/ingress-nginx/facts.ts";
import { logDirectory } from "../../../../core/controllers/nginx/log-directory.ts";
import { resolveClass } from "../../resolve-class.ts";

test("logs on stdout use no directory of the node", (t) => {
  t.deepEqual(logDirectory(resolveClass("public", {}), f5Facts), {});
});

for (const to of ["file", "both"] as const) {
  test(`logs to ${to}: nginx's user owns the host directory before nginx starts`, (t) => {
    const mount = { name: "logs", mountPath: "/var/log/nginx-host" };
    const spec = resolveClass("legacy", { controller: "ingress-nginx", logs: { to } });
    t.deepEqual(logDirectory(spec, ingressNginxFacts), {
      volumes: [
        { name: "logs", hostPath: { path: "/var/log/nginx-ingress/legacy", type: "DirectoryOrCreate" } },
      ],
      mounts: [mount],
      initContainers: [
        {
          name: "log-directory",
          image: "registry.k8s.io/ingress-nginx/controller:v1.15.1",
          imagePullPolicy: "IfNotPresent",
          command: ["install", "-d", "-m", "0755", "-o", "101", "-g", "82", "/var/log/nginx-host"],
          securityContext: {
            runAsUser: 0,
            runAsGroup: 0,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"], add: ["CHOWN", "FOWNER"] },
          },
          volumeMounts: [mount],
        },
      ],
    });
  });
}
