import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { classOf, planOf, seedServices } from "../core/controllers/fixtures.ts";

const registered: pulumi.runtime.MockResourceArgs[] = [];

await pulumi.runtime.setMocks({
  newResource: (args) => {
    registered.push(args);
    return { id: args.name, state: args.inputs };
  },
  call: () => ({}),
});

// Imported after the mocks are set, so that no class is made for a real engine.
const { HostMaster, PlannedIngress } = await import("../../components/planned-ingress.ts");

const { masters, ingresses } = planOf(classOf("f5"), seedServices, ["compete-feedback"]);

test.serial("a service is one Ingress below its component, as planned", async (t) => {
  registered.length = 0;
  const components = ingresses.map((plan) => new PlannedIngress(plan.service.name, { plan }));
  const urns = await Promise.all(components.map(({ ingressName }) => value(ingressName)));
  t.deepEqual(urns, ["web", "web2", "audio-callback-api", "compete-feedback-grpc"]);

  const children = registered.filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:Ingress");
  t.is(registered.length, 2 * seedServices.length);
  t.deepEqual(
    Object.fromEntries(children.map(({ name, inputs }) => [name, inputs])),
    Object.fromEntries(ingresses.map(({ service, manifest }) => [`${service.name}-ingress`, manifest])),
  );
  t.deepEqual(
    registered.filter((resource) => !children.includes(resource)).map(({ type, name }) => [type, name]),
    seedServices.map(({ name }) => ["exposure:index:ServiceIngress", name]),
  );
});

test.serial("a service's outputs say where it is reached and which backend serves", async (t) => {
  const plan = ingresses.find(({ service }) => service.name === "compete-feedback");
  if (plan === undefined) return t.fail("no plan for compete-feedback");
  const component = new PlannedIngress("compete-feedback", { plan });
  t.is(await value(component.namespace), "default");
  t.deepEqual(await value(component.urls), ["https://*/feed.FeedBack"]);
  t.is(await value(component.activeBackend), "compete-feedback-emergency");
});

test.serial("a shared host is one Ingress below its component, as planned", async (t) => {
  registered.length = 0;
  const components = masters.map((plan) => new HostMaster(plan.name, { plan }));
  t.deepEqual(await Promise.all(components.map(({ ingressName }) => value(ingressName))), [
    "public-host-hello-world.example",
  ]);
  t.deepEqual(await Promise.all(components.map(({ namespace }) => value(namespace))), ["default"]);
  t.deepEqual(
    registered.map(({ type, name, inputs }) => ({ type, name, inputs })),
    [
      {
        type: "exposure:index:HostMaster",
        name: "public-host-hello-world.example",
        inputs: {},
      },
      {
        type: "kubernetes:networking.k8s.io/v1:Ingress",
        name: "public-host-hello-world.example-ingress",
        inputs: masters[0]?.manifest,
      },
    ],
  );
});

function value<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    output.apply((unwrapped) => resolve(unwrapped as pulumi.Unwrap<T>));
  });
}
