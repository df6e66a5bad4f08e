import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output.js";
import test from "ava";
import type { IngressControllerArgs } from "../../components/ingress-controller.ts";
import { provision } from "../../components/provision.ts";
import type { ServiceIngressArgs } from "../../components/service-ingress.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { memoryFiles } from "../core/memory-files.ts";
import { type Registered, registeredBy } from "../pulumi-mocks.ts";

type Program = Pick<typeof import("../../components/ingress-controller.ts"), "IngressController"> &
  Pick<typeof import("../../components/service-ingress.ts"), "ServiceIngress">;

/** Imported once the mocks are in place. */
const registers = (program: (components: Program) => unknown, preview = false) =>
  registeredBy(
    async () => {
      const { IngressController } = await import("../../components/ingress-controller.ts");
      const { ServiceIngress } = await import("../../components/service-ingress.ts");
      return program({ IngressController, ServiceIngress });
    },
    "dev",
    "exposure",
    preview,
  );

/** What a program is refused with; undefined if it is not. */
async function refusal(program: (components: Program) => unknown): Promise<string | undefined> {
  let message: string | undefined;
  await registers((components) => {
    try {
      program(components);
    } catch (error) {
      if (!pulumi.RunError.isInstance(error)) throw error;
      message = error.message;
    }
  });
  return message;
}

const backend = { service: "api", port: "http" };
const classArgs: IngressControllerArgs = { default: true, nodeSelector: { edge: "public" } };
const fileClass = { default: true, nodeSelector: { edge: "public" } };
type Fields = Omit<ServiceIngressArgs, "class">;
const api: Fields = { hosts: ["api.example.com"], backend, emergency: { service: "api-standby" } };
const web: Fields = { hosts: ["web.example.com"], backend: { service: "web", port: 80 } };

const stackFile = (services: Readonly<Record<string, unknown>>, failover: unknown = "none") =>
  parseStackConfig({ classes: { public: fileClass }, services, failover }, memoryFiles());

test.serial("constructors register what a stack file of the same arguments does, to the URN", async (t) => {
  const fromFile = await registeredBy(() => provision(stackFile({ api, web })));
  const fromProgram = await registers(({ IngressController, ServiceIngress }) => {
    const publicClass = new IngressController("public", classArgs);
    new ServiceIngress("api", { class: publicClass, ...api });
    new ServiceIngress("web", { class: publicClass, ...web });
  });
  t.true(fromFile.length > 10);
  t.deepEqual(fromProgram, fromFile);
});

test.serial("services named by their class are its children, and the rest is the same", async (t) => {
  // F5 needs a server that refuses HTTPS for api, which has none, beside a wildcard that has.
  const services = {
    api: { ...api, hosts: ["api.example.com"] },
    any: { ...web, hosts: ["*.example.com"], tls: { secret: "any-tls" } },
    more: { ...web, hosts: ["api.example.com"], paths: [{ path: "/more" }] },
  };
  const fromFile = await registeredBy(() => provision(stackFile(services)));
  const fromProgram = await registers(({ IngressController }) => {
    new IngressController("public", { ...classArgs, services });
  });
  const flat = ({ urn, inputs }: Registered) => ({
    urn: urn.replace("exposure:index:IngressController$exposure:", "exposure:"),
    inputs,
  });
  t.deepEqual(
    fromProgram.map(flat).toSorted((a, b) => (a.urn < b.urn ? -1 : 1)),
    [...fromFile],
  );
  t.is(fromProgram.filter(({ urn }) => urn.includes("HostMaster")).length, 2);
});

test.serial("the emergency switch of a service is an argument", async (t) => {
  const on = { ...api, failover: { mode: "on", reason: "api answers 500" } } as const;
  const registered = await registers(({ IngressController, ServiceIngress }) => {
    new ServiceIngress("api", { class: new IngressController("public", classArgs), ...on });
  });
  const flag = { services: { api: on.failover } };
  const fromFile = await registeredBy(() => provision(stackFile({ api }, flag)));
  t.deepEqual(registered, fromFile);
  t.true(JSON.stringify(ingressOf(registered, "api")).includes("api-standby"));
});

const refusals: readonly (readonly [string, (components: Program) => unknown, string])[] = [
  [
    "a service with two mistakes lists both",
    ({ IngressController, ServiceIngress }) => {
      const bad: object = {
        class: new IngressController("public", classArgs),
        host: ["a.example.com"],
        backend: { service: "Api", port: 80 },
      };
      new ServiceIngress("api", bad as ServiceIngressArgs);
    },
    `2 problems
  services.api.host: unknown key, did you mean "hosts"?
  services.api.backend.service: expected the name of a Service (at most 63 lowercase letters, digits and "-", beginning with a letter), got "Api"`,
  ],
  [
    "a path that another service has",
    ({ IngressController, ServiceIngress }) => {
      const publicClass = new IngressController("public", classArgs);
      new ServiceIngress("api", { class: publicClass, ...api });
      new ServiceIngress("again", { class: publicClass, ...api });
    },
    `services.again.paths: Prefix path "/" of host "api.example.com" in class "public" is already served by service "api": give service "again" another host, path or class`,
  ],
  [
    "a name twice",
    ({ IngressController }) => {
      new IngressController("public", classArgs);
      new IngressController("public", classArgs);
    },
    "classes.public: is declared already: give one of the two another name",
  ],
  [
    "two classes on the same ports",
    ({ IngressController }) => {
      new IngressController("public", {});
      new IngressController("internal", {});
    },
    `classes.internal: classes "public" and "internal" can run on the same node, and both use port 80 (HTTP), port 443 (HTTPS), port 8081 (readiness), port 8080 (nginx status), port 9113 (metrics): make their node selectors exclude each other, or change the ports of one (expose.http, expose.https; portOffset for the rest)`,
  ],
  [
    "a service that needs another setting of its class",
    ({ IngressController, ServiceIngress }) => {
      const publicClass = new IngressController("public", { ...classArgs, defaultCertificate: "edge/tls" });
      new ServiceIngress("rpc", { class: publicClass, ...web, protocol: "grpc", tls: true });
    },
    `services.rpc: would change class "public" (http2, location-snippets of its ConfigMap), which is declared already: move it into argument services of IngressController "public"`,
  ],
  [
    "a service that needs another Ingress of the one before",
    ({ IngressController, ServiceIngress }) => {
      const publicClass = new IngressController("public", classArgs);
      new ServiceIngress("api", { class: publicClass, ...api });
      new ServiceIngress("more", { class: publicClass, ...api, paths: [{ path: "/more" }] });
    },
    `services.more: would change the Ingress of service "api", declared already: move them all into argument services of IngressController "public"`,
  ],
  [
    "a switch without an emergency backend",
    ({ IngressController, ServiceIngress }) => {
      new ServiceIngress("web", {
        class: new IngressController("public", classArgs),
        ...web,
        failover: "on",
      });
    },
    `services.web.failover: service "web" has no emergency backend to switch to: set services.web.emergency, or leave the service out; nothing was switched`,
  ],
  [
    "a bad switch",
    ({ IngressController, ServiceIngress }) => {
      const failover = { mode: "weighted" } as const;
      new ServiceIngress("api", { class: new IngressController("public", classArgs), ...api, failover });
    },
    `services.api.failover.weight: is missing: mode weighted needs a percentage from 1 to 100`,
  ],
  [
    "an Output where none is taken",
    ({ IngressController, ServiceIngress }) => {
      const hosts: unknown = [pulumi.output("a.example.com")];
      const args = { class: new IngressController("public", classArgs), ...api, hosts } as ServiceIngressArgs;
      new ServiceIngress("api", args);
    },
    `services.api.hosts[0]: expected a plain value, got an Output: of a service, namespace, backend.service, tls.secret, tls.issuer, tls.clusterIssuer, basicAuth.secret, annotations.* take one`,
  ],
  [
    "an Output that the check before a switch could not read",
    ({ IngressController, ServiceIngress }) => {
      const known = { service: pulumi.output("api"), port: 80 };
      new ServiceIngress("api", {
        class: new IngressController("public", classArgs),
        ...api,
        backend: known,
      });
    },
    `services.api.backend.service: expected a plain value, got an Output: the service has an emergency backend, and the check before a switch asks the cluster for it in previews too`,
  ],
  [
    "a class that is none",
    ({ ServiceIngress }) =>
      new ServiceIngress("api", { ...api, class: "public" } as unknown as ServiceIngressArgs),
    `services.api.class: expected an IngressController of this program`,
  ],
  [
    "settings of an agent that there is not",
    ({ IngressController }) => new IngressController("public", { logrotate: { image: "a/b:1" } }),
    `classes.public.logrotate: has no effect on a class that logs to stdout: leave it out, or set logs.to to file`,
  ],
  [
    "several mistakes of a class and its services",
    ({ IngressController }) => {
      const args: object = {
        logrotate: { img: "a/b:1" },
        cluster: { contxt: "x" },
        drain: { delay: "2 s" },
        services: { api: { backend }, web: {} },
      };
      new IngressController("public", args);
    },
    `4 problems
  classes.public.drain.delay: expected a time span from 0s to 1h such as "60s" (units: ms, s, m, h, d), got "2 s"
  services.web.backend: is missing
  classes.public.logrotate.img: unknown key; known keys: image, digest, pullPolicy, resources
  classes.public.cluster.contxt: unknown key, did you mean "context"?`,
  ],
];

for (const [title, program, message] of refusals) {
  test.serial(`${title}: refused`, async (t) => {
    t.is(await refusal(program), message);
  });
}

const outputs = (settled: boolean) => {
  const later = (value: string) => (settled ? pulumi.output(value) : unknownOutput);
  return {
    hosts: ["web.example.com"],
    namespace: later("shop"),
    backend: { service: later("web-5f7"), port: 80 },
    tls: { secret: later("web-tls-9c2") },
    annotations: { "external-dns.alpha.kubernetes.io/target": later("192.0.2.7") },
  };
};

test.serial(
  "Outputs are filled in where they are known, and nothing else of the Ingress waits for them",
  async (t) => {
    const plain = {
      hosts: ["web.example.com"],
      namespace: "shop",
      backend: { service: "web-5f7", port: 80 },
      tls: { secret: "web-tls-9c2" },
      annotations: { "external-dns.alpha.kubernetes.io/target": "192.0.2.7" },
    };
    const fromFile = await registeredBy(() => provision(stackFile({ web: plain })));
    const seen: unknown[] = [];
    const fromProgram = await registers(({ IngressController, ServiceIngress }) => {
      const publicClass = new IngressController("public", classArgs);
      const web = new ServiceIngress("web", { class: publicClass, ...outputs(true) });
      pulumi.all([web.namespace, web.activeBackend, web.urls]).apply((values) => seen.push(values));
    });
    t.deepEqual(fromProgram, fromFile);
    t.deepEqual(seen, [["shop", "web-5f7", ["http://web.example.com/", "https://web.example.com/"]]]);

    const previewed = await registers(({ IngressController, ServiceIngress }) => {
      const publicClass = new IngressController("public", classArgs);
      new ServiceIngress("web", { class: publicClass, ...outputs(false) });
    });
    const { metadata, spec } = ingressOf(previewed, "web") as unknown as Ingress;
    const settled = ingressOf(fromFile, "web") as unknown as Ingress;
    t.deepEqual(
      { ...metadata, annotations: Object.keys(metadata.annotations), namespace: unresolved },
      { ...settled.metadata, annotations: Object.keys(settled.metadata.annotations), namespace: unresolved },
    );
    t.deepEqual(spec.ingressClassName, "public");
    t.deepEqual(spec.tls, [{ hosts: ["web.example.com"], secretName: unresolved }]);
  },
);

test.serial("a whole stack takes plain values only, and lists every problem", async (t) => {
  const hosts = [pulumi.output("a.example.com")] as unknown as string[];
  const services = { api: { hosts, backend }, web: { backend: { service: "web", port: 0 } } };
  const { exposure } = await import("../../components/exposure.ts");
  const error = await t.throwsAsync(exposure({ classes: { public: { default: true } }, services }));
  t.true(pulumi.RunError.isInstance(error));
  t.is(
    error?.message,
    `2 problems
  services.api.hosts[0]: expected a plain value, got an Output: the arguments of IngressController and ServiceIngress take some
  services.web.backend.port: expected a whole number from 1 to 65535, got 0`,
  );
});

test.serial("a class's default certificate may be an Output", async (t) => {
  const args = { ...classArgs, defaultCertificate: pulumi.output("certs/wildcard") };
  const fromProgram = await registers(({ IngressController }) => new IngressController("public", args));
  const file = { classes: { public: { ...fileClass, defaultCertificate: "certs/wildcard" } } };
  t.deepEqual(fromProgram, await registeredBy(() => provision(parseStackConfig(file, memoryFiles()))));
});

interface Ingress {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly ingressClassName: string; readonly tls: unknown };
}

/** As the mocks see it. */
const unresolved = undefined;

/** An Output as a preview has it of a resource that does not exist yet. */
const unknownOutput = pulumi.output(unknown as unknown as string);

function ingressOf(registered: readonly Registered[], name: string): Registered["inputs"] | undefined {
  return registered.find(({ urn }) => urn.endsWith(`Ingress::${name}-ingress`))?.inputs;
}
