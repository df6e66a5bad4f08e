import test from "ava";
import {
  readsTemplateFile,
  templateConfigMap,
  templateMount,
} from "../../../../core/controllers/nginx/template.ts";
import { resolveClass } from "../../resolve-class.ts";

const legacy = resolveClass("legacy", { controller: "ingress-nginx" });

test("ingress-nginx reads its template from a file, f5 from the ConfigMap", (t) => {
  t.true(readsTemplateFile(legacy));
  t.false(readsTemplateFile(resolveClass("public", {})));
  t.deepEqual(templateMount(resolveClass("public", {}), "events {}").volumes, []);
});

test("a template is an immutable ConfigMap named by its content, mounted where the controller looks", (t) => {
  const name = "controller-template-9853170246";
  const { metadata, ...rest } = templateConfigMap(legacy, "events {}");
  t.deepEqual(rest, {
    apiVersion: "v1",
    kind: "ConfigMap",
    data: { "nginx.tmpl": "events {}" },
    immutable: true,
  });
  t.like(metadata, { name, namespace: "ingress-legacy" });
  t.deepEqual(templateMount(legacy, "events {}"), {
    volumes: [{ name: "template", configMap: { name } }],
    mounts: [{ name: "template", mountPath: "/etc/nginx/template", readOnly: true }],
    initContainers: [],
  });
});

test("another template is another ConfigMap: the rollout brings it, node by node", (t) => {
  t.notDeepEqual(templateMount(legacy, "events {}").volumes, templateMount(legacy, "http {}").volumes);
});
