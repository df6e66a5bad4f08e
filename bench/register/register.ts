import { performance } from "node:perf_hooks";
import * as pulumi from "@pulumi/pulumi";
import { provision } from "../../components/provision.ts";
import { classControllers } from "../../core/controllers/registry.ts";
import { resolveClass } from "../../core/model/resolve-class.ts";
import { resolveService } from "../../core/model/resolve-service.ts";
import type { StackConfig } from "../../core/model/stack.ts";

/** One measurement: how long the program takes to declare a stack, without engine or cluster. */
export interface Registration {
  readonly services: number;
  readonly resources: number;
  readonly milliseconds: number;
  /** Peak resident memory of the process. */
  readonly megabytes: number;
}

/** A stack of two classes and so many services, one in four with an emergency backend, every tenth on a shared host. */
export function stackOf(services: number): StackConfig {
  return {
    cluster: {},
    classes: ["internal", "public"].map((name) =>
      resolveClass(
        name,
        { nodeSelector: { edge: name }, defaultCertificate: "certificates/default" },
        classControllers,
      ),
    ),
    services: Array.from({ length: services }, (_, index) => {
      const name = `service-${String(index).padStart(4, "0")}`;
      const host = index % 10 < 2 ? `shared-${Math.floor(index / 10)}` : name;
      return resolveService(
        name,
        {
          hosts: [`${host}.example.com`],
          paths: [{ path: `/${name}` }],
          backend: { service: name, port: "http" },
          ...(index % 4 === 0 ? { emergency: { service: `${name}-standby` } } : {}),
          tls: true,
          forceHttps: true,
        },
        "public",
      );
    }),
    failover: "none",
    logrotate: { image: "exposure.local/logrotate:2", pullPolicy: "IfNotPresent", resources: {} },
  };
}

if (import.meta.main) {
  const services = Number(process.argv[2]);
  let resources = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        resources++;
        return { id: `${name}-id`, state: inputs };
      },
      call: () => ({}),
    },
    "exposure",
    "bench",
  );
  const start = performance.now();
  await pulumi.runtime.runInPulumiStack(async () => provision(stackOf(services)));
  await pulumi.runtime.disconnect();
  const milliseconds = performance.now() - start;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ services, resources, milliseconds, megabytes } satisfies Registration));
}
