import test from "ava";
import { f5Services } from "../../../../core/controllers/f5/services.ts";
import { switchedObject } from "../../../../core/controllers/service-plan.ts";
import { planFailover } from "../../../../core/failover/plan.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceSpec } from "../../../../core/model/service.ts";
import { exposureOutputs } from "../../../../core/outputs/exposure-outputs.ts";
import { firstPolicyProblems } from "../../../../core/rules/policies-first.ts";
import { told } from "../../../told-problems.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const allow = ["192.0.2.0/24"];
const deny = ["192.0.2.1/32"];
const custom = classOf("f5", { customResources: true });
const planOf = (args: ClassArgs, services: readonly ServiceSpec[]) =>
  f5Services.plan(classOf("f5", args), planFailover("none", services)).services;

test("with custom resources, addresses of an Ingress go by a Policy that is there first", (t) => {
  const [plan] = planOf({ customResources: true }, [service("web", { allow })]);
  t.deepEqual(
    plan?.objects.map(({ role, suffix }) => [role, suffix]),
    [
      ["policy", "allow-policy"],
      ["switched", "ingress"],
    ],
  );
  t.like(plan?.objects[0]?.manifest, {
    kind: "Policy",
    metadata: { name: "web-allow", namespace: "default" },
    spec: { ingressClassName: "public", accessControl: { allow } },
  });
  t.like(plan && switchedObject(plan).metadata.annotations, { "nginx.org/policies": "web-allow" });
});

test("each minion of a shared host has its own", (t) => {
  const hosts = ["shop.example"];
  const plans = planOf({ customResources: true }, [
    service("web", { hosts, deny }),
    service("api", { hosts, paths: [{ path: "/api" }] }),
  ]);
  t.deepEqual(
    plans.map((plan) => switchedObject(plan).metadata.annotations["nginx.org/policies"]),
    ["web-deny", undefined],
  );
});

test("a Policy of the user's own stays beside it", (t) => {
  const annotations = { "nginx.org/policies": "mine,other/theirs" };
  const [plan] = planOf({ customResources: true }, [service("web", { allow, annotations, unchecked: true })]);
  t.is(
    plan && switchedObject(plan).metadata.annotations["nginx.org/policies"],
    "mine,other/theirs,web-allow",
  );
});

test("with snippets they go by lines as before, custom resources or not", (t) => {
  for (const customResources of [true, false]) {
    const [plan] = planOf({ customResources, snippets: true }, [service("web", { allow })]);
    t.is(plan?.objects.length, 1);
    t.is(plan && switchedObject(plan).metadata.annotations["nginx.org/policies"], undefined);
  }
});

const https = { protocol: "https", backendTls: { ca: "api-ca", serverName: "api.internal" } } as const;
const egressMTLS = {
  verifyServer: true,
  trustedCertSecret: "api-ca",
  serverName: true,
  sslName: "api.internal",
  protocols: "TLSv1.2 TLSv1.3",
};

for (const [title, args, expected] of [
  ["verified", https, egressMTLS],
  [
    "verified and shown a certificate",
    { ...https, backendTls: { ...https.backendTls, clientCertificate: "proxy" } },
    { ...egressMTLS, tlsSecret: "proxy" },
  ],
  [
    "shown a certificate alone",
    { ...https, backendTls: { verify: false, clientCertificate: "proxy" } },
    { verifyServer: false, tlsSecret: "proxy", protocols: "TLSv1.2 TLSv1.3" },
  ],
] as const) {
  for (const kind of ["Ingress", "VirtualServer"] as const) {
    test(`a backend of ${kind} is ${title} by a Policy, with snippets too`, (t) => {
      const backend = { service: "web", port: 443 };
      for (const snippets of [true, false]) {
        const web = service("web", { kind, backend, ...args });
        t.deepEqual(problemsOf(classOf("f5", { customResources: true, snippets }), [web]), []);
        const [plan] = planOf({ customResources: true, snippets }, [web]);
        t.deepEqual(plan?.objects[0]?.manifest.spec, { ingressClassName: "public", egressMTLS: expected });
        t.is(plan?.objects[0]?.manifest.metadata.name, "web-backend-tls");
        t.true(JSON.stringify(plan && switchedObject(plan)).includes("web-backend-tls"));
      }
    });
  }
}

for (const [title, args, problem] of [
  ["of gRPC", { ...https, protocol: "grpcs", tls: true }, "backendTls: not-for-grpc"],
  [
    "without its name",
    { ...https, backendTls: { ca: "api-ca" } },
    "backendTls.serverName: needs-server-name",
  ],
] as const) {
  test(`a backend ${title} is not verified`, (t) => {
    t.deepEqual(problemsOf(custom, [service("web", args)]), [`services.web.${problem}`]);
  });
}

for (const [title, args, problems] of [
  ["neither", {}, ["allow: needs-policies", "deny: needs-policies"]],
  ["custom resources", { customResources: true }, ["allow: needs-policies", "deny: needs-policies"]],
  ["snippets", { snippets: true }, []],
  ["both", { customResources: true, snippets: true }, []],
] as const) {
  test(`allow beside deny has ${problems.length} problems with ${title}`, (t) => {
    t.deepEqual(
      problemsOf(classOf("f5", args), [service("web", { allow, deny })]).toSorted(),
      problems.map((problem) => `services.web.${problem}`),
    );
  });
}

test("either by itself needs custom resources or snippets", (t) => {
  t.deepEqual(problemsOf(custom, [service("web", { allow })]), []);
  t.deepEqual(problemsOf(custom, [service("web", { deny })]), []);
  t.deepEqual(problemsOf(classOf("f5"), [service("web", { deny })]), ["services.web.deny: needs-policies"]);
});

test("an Ingress gets its first Policy only once the class's pods know of Policies", (t) => {
  const rest = {
    cluster: {},
    logrotate: { image: "l:1", pullPolicy: "IfNotPresent", resources: {} },
  } as const;
  const outputsOf = (args: ClassArgs, services: readonly ServiceSpec[]) =>
    exposureOutputs({ classes: [classOf("f5", args)], services, failover: "none", ...rest });
  const web = service("web");
  const plans = planOf({ customResources: true }, [service("web", { allow })]);
  const former = outputsOf({}, [web]);
  t.deepEqual(told(firstPolicyProblems(plans, former)), ["services.web: policies-first"]);
  t.deepEqual(firstPolicyProblems(plans, outputsOf({ customResources: true }, [web])), []);
  t.deepEqual(firstPolicyProblems(plans, { ...former, services: {} }), [], "a new service");
  t.deepEqual(firstPolicyProblems(planOf({ customResources: true }, [web]), former), [], "no Policy");
});
