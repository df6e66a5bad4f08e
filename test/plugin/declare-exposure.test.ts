import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Provider } from "@pulumi/kubernetes";
import { type ComponentResourceOptions, output, RunError, runtime } from "@pulumi/pulumi";
import test from "ava";
import { exposurePlugin } from "../../plugin/exposure-plugin.ts";
import { registeredBy } from "../pulumi-mocks.ts";

/** What the plugin refuses the last of some components with. */
async function refusalOf(
  args: Readonly<Record<string, unknown>>,
  options: () => ComponentResourceOptions = () => ({}),
  type = "exposure:index:Exposure",
  names = ["edge"],
): Promise<unknown> {
  let refusal: unknown;
  await registeredBy(async () => {
    for (const name of names) {
      try {
        await exposurePlugin().construct?.(name, type, args, options());
      } catch (error) {
        refusal = error;
      }
    }
  });
  return refusal;
}

const classes = { public: { default: true } };

test.serial(
  "a Kubernetes provider is refused: the check before a switch would not reach its cluster",
  async (t) => {
    const error = await refusalOf({ classes }, () => ({ providers: [new Provider("own")] }));
    t.true(RunError.isInstance(error));
    t.regex(
      String(error),
      /expected no Kubernetes provider: name the cluster by arguments kubeconfig and context/,
    );
  },
);

test.serial("an Output is refused by its path, with every other problem", async (t) => {
  const services = { api: { hosts: [output("api.example.com")], backend: { service: "api", port: 0 } } };
  const error = await refusalOf({ classes, services });
  t.true(RunError.isInstance(error));
  t.regex(String(error), /services\.api\.hosts\[0\]: expected a plain value, got an Output/);
  t.regex(String(error), /services\.api\.backend\.port: expected a whole number/);
});

test.serial("a type that the schema does not have is refused", async (t) => {
  const error = await refusalOf({}, () => ({}), "exposure:index:Other");
  t.is((error as Error).message, "the plugin has exposure:index:Exposure only, and no exposure:index:Other");
});

test.serial("a second component of a stack is refused", async (t) => {
  const error = await refusalOf({ services: { bad: {} } }, () => ({}), "exposure:index:Exposure", [
    "edge",
    "second",
  ]);
  t.true(RunError.isInstance(error));
  t.is(
    (error as Error).message,
    'expected one Exposure in a stack, which has "edge" too: the rules compare the classes and services of one, so put all into it',
  );
});

/** An API server that has nothing, for a stack that needs nothing. */
async function emptyCluster() {
  const folder = await mkdtemp(join(tmpdir(), "exposure-plugin-"));
  const server = createServer((_, response) =>
    response.setHeader("Content-Type", "application/json").end("{}"),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const kubeconfig = join(folder, "kubeconfig");
  const { port } = server.address() as AddressInfo;
  const cluster = { name: "empty", cluster: { server: `http://127.0.0.1:${port}` } };
  const context = { name: "empty", context: { cluster: "empty", user: "empty" } };
  const users = [{ name: "empty", user: {} }];
  await writeFile(
    kubeconfig,
    JSON.stringify({ clusters: [cluster], contexts: [context], users, "current-context": "empty" }),
  );
  const close = async () => {
    server.close();
    await rm(folder, { recursive: true });
  };
  return { kubeconfig, close };
}

test.serial("the component's outputs are registered once, with what the stack has", async (t) => {
  const { kubeconfig, close } = await emptyCluster();
  t.teardown(close);
  const registered: unknown[] = [];
  await registeredBy(async () => {
    const monitor = runtime.getMonitor() as unknown as Monitor;
    monitor.registerResourceHook = (_, answer) => answer(null, {});
    const register = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResourceOutputs = (request, answer) => {
      if (request.getUrn().endsWith("exposure:index:Exposure::edge")) {
        registered.push(request.getOutputs().toJavaScript());
      }
      register(request, answer);
    };
    await exposurePlugin().construct?.("edge", "exposure:index:Exposure", { kubeconfig }, {});
  });
  t.deepEqual(registered, [{ version: 1, classes: {}, services: {}, failover: [], logDirectories: {} }]);
});

interface Monitor {
  /** Which Pulumi's mocks lack. */
  registerResourceHook(request: unknown, answer: (error: null, response: object) => void): void;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): { toJavaScript(): unknown } },
    answer: unknown,
  ): void;
}
