import test from "ava";
import { parse } from "yaml";
import { renderClusterConfig } from "../../../lab/cluster/config.ts";

const binaries = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl", "etcd"];
const executables = Object.fromEntries(binaries.map((name) => [name, `/bin/${name}`]));

interface Rendered {
  readonly options: Readonly<Record<string, unknown>>;
  readonly componentsPatches: readonly {
    readonly name: string;
    readonly extraArgs: readonly {
      readonly key: string;
      readonly value: string;
      readonly override?: boolean;
    }[];
  }[];
}

function render(apiServerBindAddress?: string): Rendered {
  const settings = { name: "lab", port: 6443, ...(apiServerBindAddress && { apiServerBindAddress }) };
  return parse(renderClusterConfig(settings, executables, "v1.36.3", "/pki")) as Rendered;
}

function argsOf(rendered: Rendered, component: string) {
  const patch = rendered.componentsPatches.find(({ name }) => name === component);
  return Object.fromEntries((patch?.extraArgs ?? []).map(({ key, value }) => [key, value]));
}

test("everything listens on loopback, and every executable is configured, so that nothing is downloaded", (t) => {
  const { options } = render();
  t.is(options.bindAddress, "127.0.0.1");
  t.is(argsOf(render(), "kube-apiserver")["bind-address"], "127.0.0.1");
  const configured = Object.entries(options).filter(([key]) => key.endsWith("Binary"));
  t.deepEqual(configured.map(([, path]) => path).sort(), binaries.map((name) => `/bin/${name}`).sort());
});

test("the option for real nodes moves only the API server's address", (t) => {
  const rendered = render("0.0.0.0");
  t.is(argsOf(rendered, "kube-apiserver")["bind-address"], "0.0.0.0");
  t.is(rendered.options.bindAddress, "127.0.0.1");
});

test("only arguments kwokctl sets itself are overridden: it drops an override of any other", (t) => {
  const overridden = render().componentsPatches.flatMap(({ extraArgs }) =>
    extraArgs.filter(({ override }) => override === true).map(({ key }) => key),
  );
  t.deepEqual(overridden, ["bind-address", "manage-all-nodes"]);
});

test("kwok manages only its annotated nodes", (t) => {
  t.deepEqual(argsOf(render(), "kwok-controller"), {
    "manage-all-nodes": "false",
    "manage-nodes-with-annotation-selector": "kwok.x-k8s.io/node=fake",
  });
});
