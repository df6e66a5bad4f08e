import test from "ava";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../../core/kubernetes/objects.ts";
import { renderDocuments, withoutSecrets } from "../../../core/render/documents.ts";
import { inOrder } from "../../../core/render/order.ts";

const object = (kind: string, name: string, namespace?: string): KubernetesObject => ({
  apiVersion: "v1",
  kind,
  metadata: namespace === undefined ? { name } : { name, namespace },
});

test("objects are always in the order in which they can be created", (t) => {
  const sorted = [
    object("Namespace", "b"),
    object("IngressClass", "a"),
    object("ConfigMap", "z", "a"),
    object("ConfigMap", "a", "b"),
    object("DaemonSet", "a", "a"),
    object("Certificate", "a", "a"),
    object("Ingress", "a", "a"),
    object("Ingress", "b", "a"),
  ];
  t.deepEqual(inOrder(sorted.toReversed()), sorted);
});

test("Secrets are recognized", (t) => {
  const [secret, service] = [object("Secret", "a", "b"), object("Service", "a", "b")] as const;
  t.deepEqual(withoutSecrets([secret, service]), { objects: [service], withheld: [secret] });
});

test("text that kubectl would read as a boolean, a number or null is quoted", (t) => {
  const data = {
    a: "on",
    b: "0755",
    c: "1:30",
    d: "~",
    e: "1e3",
    f: "",
    g: "y",
    h: "no: colon",
    i: "two\nlines\n",
  };
  const text = renderDocuments(
    ["one", "", "two"],
    [{ ...object("ConfigMap", "x"), data } as KubernetesObject],
  );
  t.true(text.startsWith("# one\n#\n# two\n---\napiVersion: v1\n"));
  const [document] = parseAllDocuments(text, { version: "1.1" });
  t.deepEqual(document && "toJS" in document && document.toJS(), {
    apiVersion: "v1",
    data,
    kind: "ConfigMap",
    metadata: { name: "x" },
  });
});

test("what YAML 1.1 or kubectl would not take as it is, is escaped", (t) => {
  const data = { "k\u0093": "\u0093\u001b", b: "a\u2028b\u2029", c: "\ufffe\ufeff", d: "line\u0085\n" };
  const text = renderDocuments([], [{ ...object("ConfigMap", "x"), data } as KubernetesObject]);
  t.false(/[^\n\u0020-\u007e]/.test(text));
  const [document] = parseAllDocuments(text, { version: "1.1" });
  t.deepEqual(document && "toJS" in document && document.toJS().data, data);
});

test("a comment stays one, whatever it quotes", (t) => {
  const text = renderDocuments(["kubectl --context a\nb: 1\r\u2028c"], []);
  t.is(text, "# kubectl --context a\\nb: 1\\r\\u2028c\n");
});
