import test from "ava";
import { classObjects } from "../../../../core/controllers/class-objects.ts";
import { templateConfigMap, templateMount } from "../../../../core/controllers/nginx/template.ts";
import { classControllers } from "../../../../core/controllers/registry.ts";
import { classOwner } from "../../../../core/kubernetes/owner.ts";
import { resolveClass } from "../../resolve-class.ts";

const legacy = resolveClass("legacy", { controller: "ingress-nginx" });
const owner = classOwner(legacy);
const directory = "/etc/nginx/template";
const file = (content: string) => ({ directory, content });

test("ingress-nginx reads its template from a file, f5 from the ConfigMap", (t) => {
  t.is(classControllers["ingress-nginx"].pod.templateDirectory, directory);
  t.is(classControllers.f5.pod.templateDirectory, undefined);
  t.deepEqual(classObjects(legacy, {}, "events {}").template, templateConfigMap(owner, file("events {}")));
  const { template, workload } = classObjects(resolveClass("public", {}), {}, "events {}");
  t.is(template, undefined);
  t.false(workload.spec.template.spec?.volumes?.some(({ name }) => name === "template"));
});

test("a template is an immutable ConfigMap named by its content, mounted where the controller looks", (t) => {
  const name = "controller-template-9853170246";
  const { metadata, ...rest } = templateConfigMap(owner, file("events {}"));
  t.deepEqual(rest, {
    apiVersion: "v1",
    kind: "ConfigMap",
    data: { "nginx.tmpl": "events {}" },
    immutable: true,
  });
  t.like(metadata, { name, namespace: "ingress-legacy" });
  t.deepEqual(templateMount(owner, file("events {}")), {
    volumes: [{ name: "template", configMap: { name } }],
    mounts: [{ name: "template", mountPath: "/etc/nginx/template", readOnly: true }],
  });
});

test("another template is another ConfigMap: the rollout brings it, node by node", (t) => {
  t.notDeepEqual(
    templateMount(owner, file("events {}")).volumes,
    templateMount(owner, file("http {}")).volumes,
  );
});
