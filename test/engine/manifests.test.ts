import test from "ava";
import { provision } from "../../components/provision.ts";
import { provisionEdge } from "../../components/provision-edge.ts";
import type { EdgeConfig } from "../../core/model/edge.ts";
import type { StackConfig } from "../../core/model/stack.ts";
import { exposureOutputs } from "../../core/outputs/exposure-outputs.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { backendsOf } from "../../stacks/demo/backends.ts";
import { EchoBackend } from "../../stacks/demo/echo-backend.ts";
import { committedEdge, committedStack } from "../committed-stacks.ts";
import { memoryFiles } from "../core/memory-files.ts";
import { registeredBy } from "../pulumi-mocks.ts";
import { type EngineFixture, startEngine } from "./fixture.ts";
import { guardedEdge, guardedStack } from "./guarded-services.ts";

let engine: EngineFixture;

test.before(async () => {
  engine = await startEngine("manifests");
});
test.after.always(() => engine?.close());

interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly namespace?: string };
}

const programs: readonly [string, () => unknown][] = [
  ["dev", () => provision(committedStack("dev"))],
  ["dev, everything switched", () => provision({ ...committedStack("dev"), failover: "all" })],
  ["prod", () => provision(committedStack("prod"))],
  ["the routing fields of each controller", () => provision(routingFields())],
  ["demo behind dev", () => demoBehind("dev")],
  ["demo behind prod", () => demoBehind("prod")],
  ["guarded services", () => provision(guardedStack())],
  ["guarded services, everything switched", () => provision(guardedStack("all"))],
  ["guarded services of an edge before prod", () => edgeBefore("prod", guardedEdge)],
  ["edge before dev", () => edgeBefore("dev")],
  ["edge before prod", () => edgeBefore("prod")],
];

for (const [title, program] of programs) {
  test.serial(`the API server accepts every manifest of ${title} with strict field validation`, async (t) => {
    const registered = await registeredBy(program);
    const manifests: readonly Manifest[] = registered
      .map(({ inputs }) => inputs)
      .filter(({ kind }) => kind !== undefined);
    t.true(manifests.length > 5);
    await createNamespaces(manifests);
    const items = manifests.filter(({ kind }) => kind !== "Namespace");
    const { stdout } = await engine.cluster.kubectl.run(
      ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-o", "name", "-f", "-"],
      { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) },
    );
    t.is(stdout.trimEnd().split("\n").length, items.length);
  });
}

/** A service with each field that makes paths, redirects or pages of its own, in a class of each controller. */
function routingFields(): StackConfig {
  const classes = {
    f5: { controller: "f5", snippets: true, default: true, nodeSelector: { edge: "f5" } },
    retired: { controller: "ingress-nginx", snippets: true, nodeSelector: { edge: "retired" } },
  };
  const fields = {
    regex: { paths: [{ path: "/u/([a-z]{1,9})/(.*)", type: "Regex" }] },
    rewritten: { paths: [{ path: "/u/([a-z]+)/(.*)", type: "Regex" }], rewrite: "/$2/of/$1" },
    redirect: { redirect: { to: "https://new.example/a%20b", keepPath: true, status: 308 } },
    root: { appRoot: "/home" },
    pages: { errorPages: { statuses: [502, 503], url: "https://status.example/?a=b" } },
    buffers: { requestBuffering: false, proxyBufferSize: "16k", proxyBuffers: { number: 8, size: "16k" } },
  };
  const services = Object.keys(classes).flatMap((name) =>
    Object.entries(fields).map(([field, keys]) => [
      `${field}-${name}`,
      {
        class: name,
        hosts: [`${field}.${name}.example`],
        backend: { service: "web", port: "http" },
        ...keys,
      },
    ]),
  );
  return parseStackConfig({ classes, services: Object.fromEntries(services) }, memoryFiles({}));
}

function edgeBefore(stack: "dev" | "prod", changed: (edge: EdgeConfig) => EdgeConfig = (edge) => edge): void {
  const outputs = exposureOutputs(committedStack(stack));
  provisionEdge(changed(committedEdge(stack)), { stack: `organization/exposure/${stack}`, outputs });
}

function demoBehind(stack: "dev" | "prod"): void {
  for (const backend of backendsOf(exposureOutputs(committedStack(stack)))) {
    const name = `${backend.namespace}-${backend.service}`;
    new EchoBackend(name, { backend, image: "exposure.local/echo:1", replicas: 2 });
  }
}

/** A dry run needs the objects' namespaces: the stack's own are applied, others are created. */
async function createNamespaces(manifests: readonly Manifest[]): Promise<void> {
  const namespaces = manifests.filter(({ kind }) => kind === "Namespace");
  const named = new Set(manifests.flatMap(({ metadata }) => metadata?.namespace ?? []));
  const others = [...named].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  await engine.cluster.kubectl.apply([...others, ...namespaces]);
}
