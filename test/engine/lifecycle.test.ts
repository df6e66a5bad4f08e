import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { automation } from "@pulumi/pulumi";
import test from "ava";
import type { ExposureOutputs } from "../../core/model/outputs.ts";
import { recoverStack } from "../../lab/stacks/recover.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { devBackends, putBackends } from "./backends.ts";
import { counts, devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";
import { changedObjects, objectVersions } from "./object-versions.ts";

/** The life of one stack. Each test continues the previous one. */
let engine: EngineFixture;
let config: StackFile;
let resources: number;

test.before(async () => {
  engine = await startEngine("lifecycle");
  config = await devConfig();
  // a switch without a ready standby is refused
  await putBackends(engine.cluster.kubectl, devBackends);
});
test.after.always(() => engine?.close());

const up = async (changed: StackFile = {}) => (await engine.open("exposure", { ...config, ...changed })).up();

function backendOf({ workspace: { envVars } }: automation.Stack): string {
  return fileURLToPath(envVars.PULUMI_BACKEND_URL ?? "");
}

/** Leaves the stack as an engine does that is killed while it creates the resource: the object exists. */
async function interruptCreation(stack: automation.Stack, name: string): Promise<void> {
  const file = join(backendOf(stack), ".pulumi/stacks/exposure/test.json");
  const state = JSON.parse(await readFile(file, "utf8"));
  const { latest } = state.checkpoint;
  const isMeant = ({ urn }: { readonly urn: string }) => urn.endsWith(`::${name}`);
  const { id: _, outputs: __, ...resource } = latest.resources.find(isMeant);
  latest.resources = latest.resources.filter((resource: { readonly urn: string }) => !isMeant(resource));
  latest.pending_operations = [{ type: "creating", resource }];
  await writeFile(file, JSON.stringify(state));
}

const switched = ["ingress/audio-callback-api", "ingress/compete-feedback-grpc"] as const;
const ingresses = async () =>
  Promise.all(
    ["audio-callback-api", "compete-feedback-grpc", "web", "web2"].map((name) =>
      engine.live("ingress", name),
    ),
  );

test.serial("the first up creates everything, and the outputs say what", async (t) => {
  const { summary, outputs } = await up();
  const { create = 0, ...others } = counts(summary.resourceChanges);
  resources = create;
  t.deepEqual(others, {});
  t.deepEqual(Object.keys(outputs).toSorted(), [
    "classes",
    "failover",
    "logDirectories",
    "services",
    "version",
  ]);
  const classes: ExposureOutputs["classes"] = outputs.classes?.value;
  t.deepEqual(Object.keys(classes), ["internal", "public"]);
  t.deepEqual(await engine.ours("ingressclass"), ["internal", "public"]);
  t.deepEqual(await engine.ours("ingress"), [
    "default/audio-callback-api",
    "default/compete-feedback-grpc",
    "default/intranet",
    "default/public-host-hello-world.example",
    "default/web",
    "default/web2",
  ]);
});

test.serial("a second up changes nothing", async (t) => {
  const { summary } = await up();
  t.deepEqual(counts(summary.resourceChanges), { same: resources });
});

test.serial(
  "from another path to the same cluster nothing changes, whatever an earlier path was",
  async (t) => {
    const { kubeconfig } = engine.cluster;
    const elsewhere = join(await temporaryFolder(t), "elsewhere");
    await copyFile(kubeconfig, elsewhere);
    const from = async (path: string, changed: StackFile = {}) => {
      const stack = await engine.open("exposure", { ...config, ...changed });
      process.env.KUBECONFIG = path;
      stack.workspace.envVars.KUBECONFIG = path;
      return stack;
    };
    t.teardown(() => {
      process.env.KUBECONFIG = kubeconfig;
    });
    const { changeSummary } = await (await from(elsewhere)).preview({ expectNoChanges: true });
    t.deepEqual(counts(changeSummary), { same: resources });
    const moved = await (await from(elsewhere)).refresh({ expectNoChanges: true });
    t.deepEqual(counts(moved.summary.resourceChanges), { same: resources });

    // As every version before this one left it: the path is in the state.
    const recorded = await (await from(kubeconfig, { "exposure:kubeconfig": kubeconfig })).up();
    t.deepEqual(counts(recorded.summary.resourceChanges), { update: 1, same: resources - 1 });
    const { summary } = await (await from(elsewhere)).up();
    t.deepEqual(counts(summary.resourceChanges), { update: 1, same: resources - 1 });
    const state = await readFile(
      join(backendOf(await from(elsewhere)), ".pulumi/stacks/exposure/test.json"),
      "utf8",
    );
    t.false(state.includes(kubeconfig));
    t.false(state.includes(elsewhere));
  },
);

test.serial(
  "an object that an interrupted update has created is taken over, and its next change causes no conflict",
  async (t) => {
    const stack = await engine.open("exposure", config);
    await interruptCreation(stack, "audio-callback-api-ingress");
    const messages: string[] = [];
    const { kubectl } = engine.cluster;
    const backend = backendOf(stack);
    await recoverStack({ stack, project: "exposure", backend, kubectl, say: (line) => messages.push(line) });
    t.deepEqual(messages, [
      "Stack exposure/test was interrupted in 1 operations: 1 of them had made an object, which the stack takes over",
    ]);
    const { summary } = await stack.up();
    t.deepEqual(counts(summary.resourceChanges), { same: resources });
  },
);

test.serial(
  "the switch for all updates exactly two Ingresses, and switching back restores them",
  async (t) => {
    const before = await ingresses();
    const on = await up({ "exposure:failover": "all" });
    t.deepEqual(counts(on.summary.resourceChanges), { update: 2, same: resources - 2 });
    t.deepEqual(on.outputs.failover?.value, ["audio-callback-api", "compete-feedback"]);

    const during = await ingresses();
    t.deepEqual(during.map(backendNames), [
      ["audio-callback-api-emergency"],
      ["compete-feedback-emergency"],
      ["web"],
      ["web2"],
    ]);
    t.deepEqual(during.map(uid), before.map(uid), "the same objects, not new ones");

    const off = await up({ "exposure:failover": "none" });
    t.deepEqual(counts(off.summary.resourceChanges), { update: 2, same: resources - 2 });
    t.deepEqual((await ingresses()).map(stated), before.map(stated));
  },
);

test.serial("the switch for one service updates only its Ingress", async (t) => {
  const on = await up({ "exposure:failover": ["compete-feedback"] });
  t.deepEqual(counts(on.summary.resourceChanges), { update: 1, same: resources - 1 });
  t.deepEqual((await ingresses()).map(backendNames), [
    ["audio-callback-api"],
    ["compete-feedback-emergency"],
    ["web"],
    ["web2"],
  ]);
  await up();
});

test.serial(
  "a standby that is spoken to otherwise is switched in the one object, annotations included",
  async (t) => {
    const services = config["exposure:services"] as Readonly<Record<string, object>>;
    const { "audio-callback-api": audio } = services;
    const page = { service: "audio-callback-api-emergency", protocol: "websocket", rewrite: false };
    const differing = {
      "exposure:services": { ...services, "audio-callback-api": { ...audio, emergency: page } },
    };
    const { kubectl } = engine.cluster;
    await up(differing);
    const before = await objectVersions(kubectl);
    const [first] = await ingresses();
    const on = await up({ ...differing, "exposure:failover": ["audio-callback-api"] });
    t.deepEqual(counts(on.summary.resourceChanges), { update: 1, same: resources - 1 });
    t.deepEqual(changedObjects(before, await objectVersions(kubectl)), [
      "Ingress default/audio-callback-api",
    ]);
    const [during] = await ingresses();
    const { "nginx.org/rewrites": _, ...others } = first?.metadata.annotations ?? {};
    t.deepEqual(during?.metadata.annotations, {
      ...others,
      "exposure.dev/backend": "emergency",
      "nginx.org/websocket-services": "audio-callback-api-emergency",
    });
    const off = await up(differing);
    t.deepEqual(counts(off.summary.resourceChanges), { update: 1, same: resources - 1 });
    t.is(stated((await ingresses())[0] ?? t.fail()), stated(first ?? t.fail()));
    await up();
  },
);

for (const [flag, sentence] of [
  [
    ["compete-feedback", "audio-calback-api"],
    'failover[1]: expected the name of a service, got "audio-calback-api" (did you mean "audio-callback-api"?); nothing was switched',
  ],
  [
    ["compete-feedback", "web"],
    'failover[1]: service "web" has no emergency backend to switch to: set services.web.emergency, or leave the service out; nothing was switched',
  ],
] as const) {
  test.serial(`a flag that names ${flag[1]} is refused, and switches nothing`, async (t) => {
    const before = await ingresses();
    t.deepEqual(await engine.attempt("up", { ...config, "exposure:failover": flag }), [sentence]);
    t.deepEqual((await ingresses()).map(stated), before.map(stated));
  });
}

test.serial("refresh shows a change made by hand, and up reverts it", async (t) => {
  const before = await ingresses();
  const { kubectl } = engine.cluster;
  await kubectl.run(["delete", switched[0], "-n", "default"]);
  const patch = [
    { op: "replace", path: "/spec/rules/0/http/paths/0/backend/service/name", value: "elsewhere" },
  ];
  await kubectl.run(["patch", switched[1], "-n", "default", "--type=json", "-p", JSON.stringify(patch)]);

  const stack = await engine.open("exposure", config);
  const refreshed = await stack.refresh();
  t.deepEqual(counts(refreshed.summary.resourceChanges), { delete: 1, update: 1, same: resources - 2 });
  const mended = await stack.up();
  t.deepEqual(counts(mended.summary.resourceChanges), { create: 1, update: 1, same: resources - 2 });
  t.deepEqual((await ingresses()).map(stated), before.map(stated));
});

test.serial("a class is added and removed beside the others", async (t) => {
  const classes = config["exposure:classes"] as Readonly<Record<string, unknown>>;
  const extra = { partners: { controller: "ingress-nginx", expose: { as: "nodePort" } } };
  const added = await up({ "exposure:classes": { ...classes, ...extra } });
  const { create = 0, ...others } = counts(added.summary.resourceChanges);
  t.deepEqual(others, { same: resources });
  t.deepEqual(await engine.ours("ingressclass"), ["internal", "partners", "public"]);

  const removed = await up();
  t.deepEqual(counts(removed.summary.resourceChanges), { delete: create, same: resources });
  t.deepEqual(await engine.ours("ingressclass"), ["internal", "public"]);
});

test.serial("nodes that one class takes from another in one update are refused at preview", async (t) => {
  const { public: holder, internal } = config["exposure:classes"] as Readonly<Record<string, object>>;
  const elsewhere = { ...internal, nodeSelector: { "exposure.dev/edge": "elsewhere" } };
  const taker = { nodeSelector: { "exposure.dev/edge": "internal" } };
  const told = await engine.attempt("preview", {
    ...config,
    "exposure:classes": { public: holder, internal: elsewhere, taker },
  });
  t.deepEqual(
    told.filter((line) => line.includes("classes.")).map((line) => line.split(",")[0]),
    ["classes.taker: would take port 80 (HTTP)"],
  );
});

/** nginx configuration of class `public` beside that of the controller's templates. */
async function httpSnippets(): Promise<string> {
  const { data } = await engine.live("configmap", "controller-config", "ingress-public");
  return data?.["http-snippets"] ?? "";
}

test.serial("services of a catalogue folder are served beside those of the stack file", async (t) => {
  const files = {
    "edge/billing.yaml": { hosts: ["billing.example"], backend: { service: "billing", port: 80 } },
  };
  const stack = await engine.open("exposure", { ...config, "exposure:catalog": "edge" }, files);
  const added = await stack.up();
  // The class's ConfigMap closes HTTPS for the new host, which has no TLS beside a service for every host that has it.
  t.deepEqual(counts(added.summary.resourceChanges), { create: 2, update: 1, same: resources - 1 });
  t.regex(await httpSnippets(), /server_name billing\.example /);
  t.deepEqual(backendNames(await engine.live("ingress", "billing")), ["billing"]);
  const removed = await up();
  t.deepEqual(counts(removed.summary.resourceChanges), { delete: 2, update: 1, same: resources - 1 });
  t.notRegex(await httpSnippets(), /billing/);
});

test.serial("destroy leaves nothing behind", async (t) => {
  const stack = await engine.open("exposure", config);
  const { summary } = await stack.destroy();
  t.deepEqual(counts(summary.resourceChanges), { delete: resources });
  const kinds = [
    "ns",
    "ingressclass",
    "ingress",
    "daemonset",
    "configmap",
    "serviceaccount",
    "role",
    "rolebinding",
  ];
  for (const kind of [...kinds, "clusterrole", "clusterrolebinding", "poddisruptionbudget", "service"]) {
    t.deepEqual(await engine.ours(kind), [], kind);
  }
  const exported: automation.Deployment = await stack.exportStack();
  t.deepEqual(exported.deployment.resources ?? [], []);
});

interface IngressRules {
  readonly rules: readonly {
    readonly http?: {
      readonly paths: readonly { readonly backend: { readonly service: { readonly name: string } } }[];
    };
  }[];
}

function backendNames(live: { readonly spec: unknown }): readonly string[] {
  const { rules } = live.spec as IngressRules;
  return [
    ...new Set(rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend.service.name))),
  ];
}

function uid({ metadata }: { readonly metadata: { readonly uid: string } }): string {
  return metadata.uid;
}

/** The part of an object that the stack sets, as text. */
function stated({
  metadata: { labels, annotations },
  spec,
}: Awaited<ReturnType<typeof ingresses>>[number]): string {
  return JSON.stringify({ labels, annotations, spec });
}
