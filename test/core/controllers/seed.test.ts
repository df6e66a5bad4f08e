import test from "ava";
import { type ControllerName, controllerNames } from "../../../core/model/controllers.ts";
import { renderedBy, seedServices } from "./fixtures.ts";
import { manifestOf, seedManifests } from "./seed-manifests.ts";

const classNames: Readonly<Record<ControllerName, string>> = {
  f5: "public",
  "ingress-nginx": "public",
  haproxy: "haproxy",
};

const problems: Readonly<Record<ControllerName, readonly string[]>> = {
  f5: [],
  "ingress-nginx": [],
  // HAProxy has no limit of bodies.
  haproxy: ["services.compete-feedback.bodySize: unsupported"],
};

for (const controller of controllerNames) {
  test(`${controller}: the seed's four services break only the rules that they are known to break`, (t) => {
    t.deepEqual(renderedBy(controller, seedServices).problems, problems[controller]);
  });

  for (const [backend, flag] of [
    ["primary", "none"],
    ["emergency", "all"],
  ] as const) {
    test(`${controller}: whole manifests of the seed's four services, served by the ${backend} backend`, (t) => {
      const { ingresses } = renderedBy(controller, seedServices, flag);
      t.deepEqual(
        ingresses.map((plan) => plan.manifest),
        seedManifests[controller][backend].map((expected) => manifestOf(classNames[controller], expected)),
      );
    });
  }

  test(`${controller}: switching one service changes only its own Ingress, and switching back restores every byte`, (t) => {
    const before = renderedBy(controller, seedServices).ingresses.map((plan) =>
      JSON.stringify(plan.manifest),
    );
    const during = renderedBy(controller, seedServices, ["compete-feedback"]).ingresses;
    const after = renderedBy(controller, seedServices, "none").ingresses.map((plan) =>
      JSON.stringify(plan.manifest),
    );
    const changed = during.filter((plan, index) => JSON.stringify(plan.manifest) !== before[index]);

    t.deepEqual(
      changed.map((plan) => plan.service.name),
      ["compete-feedback"],
    );
    t.deepEqual(after, before);
  });
}

test("f5: the host that web and web2 share has one master, which a switch does not change", (t) => {
  const master = manifestOf("public", {
    name: "public-host-hello-world.example",
    part: "host-master",
    instance: "public",
    annotations: { "nginx.org/mergeable-ingress-type": "master" },
    host: "hello-world.example",
    paths: [],
    backend: { name: "", port: { name: "http" } },
  });
  for (const flag of ["none", "all"] as const) {
    const { masters, ingresses } = renderedBy("f5", seedServices, flag);
    t.deepEqual(
      masters.map((plan) => [plan.name, plan.manifest]),
      [["public-host-hello-world.example", master]],
    );
    t.deepEqual(
      ingresses.map((plan) => plan.shared),
      ["public-host-hello-world.example", "public-host-hello-world.example", undefined, undefined],
    );
  }
});

test("only f5 needs a master for the services of one host", (t) => {
  const withMasters = controllerNames.filter((name) => renderedBy(name, seedServices).masters.length > 0);
  t.deepEqual(withMasters, ["f5"]);
});
