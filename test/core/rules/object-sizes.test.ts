import test from "ava";
import {
  annotationProblems,
  classSizeProblems,
  ingressSizeProblems,
} from "../../../core/rules/object-sizes.ts";
import { told } from "../../told-problems.ts";
import { classes, services } from "../located.ts";
import { memoryFiles } from "../memory-files.ts";

const values = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`X-${index}`, "x".repeat(4000)]));

test("a service's headers and addresses fit into the annotations of an Ingress", (t) => {
  const many = services({ web: { headers: { request: values(19) } } });
  t.deepEqual(told(many.flatMap(annotationProblems)), ["services.web.headers: annotations-too-large"]);
  t.deepEqual(services({ web: { headers: { request: values(18) } } }).flatMap(annotationProblems), []);
  const annotations = { "example.com/note": "x".repeat(120_000) };
  t.deepEqual(told(services({ web: { annotations } }).flatMap(annotationProblems)), [
    "services.web.annotations: annotations-too-large",
  ]);
  const addresses = Array.from({ length: 2000 }, (_, index) => `10.0.${index >> 8}.${index & 255}/32`);
  t.deepEqual(told(services({ web: { allow: addresses } }).flatMap(annotationProblems)), [
    "services.web.allow: annotations-too-large",
  ]);
  const half = addresses.slice(0, 900);
  const both = { allow: half.slice(1), deny: half };
  t.deepEqual(services({ web: { deny: half } }).flatMap(annotationProblems), []);
  t.deepEqual(told(services({ web: both }).flatMap(annotationProblems)), [
    "services.web.deny: annotations-too-large",
  ]);
});

test("a class's raw keys and templates fit into a ConfigMap", (t) => {
  const sizeOf = (args: Parameters<typeof classes>[0][string], files = {}) =>
    told(classes({ a: args }).flatMap((located) => classSizeProblems(located, [], memoryFiles(files))));
  t.deepEqual(sizeOf({ configMap: { "http-snippets": `#${"x".repeat(1_000_000)}` } }), []);
  t.deepEqual(sizeOf({ configMap: { "http-snippets": `#${"x".repeat(1_048_576)}` } }), [
    "classes.a.configMap: config-map-too-large",
  ]);
  t.deepEqual(sizeOf({ templates: { main: "t" } }, { t: "x".repeat(1_048_577) }), [
    "classes.a.templates: config-map-too-large",
  ]);
  t.deepEqual(sizeOf({ expose: { as: "loadBalancer", serviceAnnotations: { a: "x".repeat(262_144) } } }), [
    "classes.a.expose.serviceAnnotations: annotations-too-large",
  ]);
});

test("a service's hosts and paths fit into an Ingress as etcd takes it", (t) => {
  const problems = (args: Parameters<typeof services>[0][string]) =>
    told(services({ web: args }).flatMap(ingressSizeProblems));
  const hosts = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example`);
  const paths = (count: number) => Array.from({ length: count }, (_, index) => ({ path: `/p${index}` }));
  t.deepEqual(problems({ hosts: hosts(5_000) }), []);
  t.deepEqual(problems({ hosts: hosts(6_000) }), ["services.web.hosts: ingress-too-large"]);
  t.deepEqual(problems({ paths: paths(5_000) }), []);
  t.deepEqual(problems({ paths: paths(6_000) }), ["services.web.paths: ingress-too-large"]);
  t.deepEqual(problems({ hosts: hosts(60), paths: paths(100) }), ["services.web.paths: ingress-too-large"]);
});
