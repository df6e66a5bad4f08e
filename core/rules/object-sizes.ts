import type { LocatedClass, LocatedService } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { servicesOf } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { Problem } from "../model/problems.ts";
import { templateText } from "./template-files.ts";

/** @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go TotalAnnotationSizeLimitB */
const mostAnnotations = 262_144;

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation */
const mostData = 1_048_576;

/**
 * Room for what the program adds to a service's own values: names of annotations and directives, and what tells a reader
 * that the object is switched.
 */
const overhead = 32_768;

/** Services whose values do not fit into the annotations of an Ingress. */
export function annotationProblems({ args, at }: LocatedService): readonly Problem[] {
  const { request = {}, response = {}, hide = [] } = args.headers ?? {};
  const headers = [...Object.entries(request), ...Object.entries(response), ...hide.map((name) => [name])];
  const lists = { allow: args.allow ?? [], deny: args.deny ?? [], "cors.origins": args.cors?.origins ?? [] };
  const clients = Object.values(lists);
  const [[longest] = ["allow"]] = Object.entries(lists).toSorted(([, a], [, b]) => b.length - a.length);
  return [
    ...tooMany(at("headers"), bytesOf(headers.flat()) + headers.length * directive),
    ...tooMany(at("annotations"), bytesOf(Object.entries(args.annotations ?? {}).flat())),
    ...tooMany(at(longest), bytesOf(clients.flat()) + clients.flat().length * directive),
  ];
}

/** @see https://etcd.io/docs/v3.6/dev-guide/limit/#request-size-limit */
const mostOfObject = 1_572_864;

/** Bytes of a rule of an Ingress beside host and path, about. */
const rule = 140;

/** Services with so many hosts and paths that the cluster takes no Ingress with all of them. */
export function ingressSizeProblems({ args, spec, at }: LocatedService): readonly Problem[] {
  const { hosts, paths } = spec;
  // F5 serves a Prefix path by two.
  const ofHost = 2 * (bytesOf(paths.map(({ path }) => path)) + paths.length * rule);
  const bytes = bytesOf(hosts) + Math.max(1, hosts.length) * ofHost;
  if (bytes <= mostOfObject) return [];
  const longest = hosts.length > paths.length ? "hosts" : "paths";
  const message = `makes an Ingress of some ${bytes} bytes, and etcd takes ${mostOfObject} by default: divide it into services of fewer hosts or paths`;
  return [
    { path: at(args[longest] === undefined ? undefined : longest), code: "ingress-too-large", message },
  ];
}

/** Bytes of a directive beside its values. */
const directive = 32;

function tooMany(path: string, bytes: number): readonly Problem[] {
  const most = Math.floor((mostAnnotations - overhead) / 3);
  if (bytes <= most) return [];
  const message = `takes ${bytes} bytes of the Ingress's annotations, of which Kubernetes takes ${mostAnnotations} in all: keep it below ${most}`;
  return [{ path, code: "annotations-too-large", message }];
}

/** Classes whose configuration does not fit into a ConfigMap, or into the annotations of their Service. */
export function classSizeProblems(
  { args, spec, at }: LocatedClass,
  services: readonly LocatedService[],
  { read }: Pick<ProjectFiles, "read">,
): readonly Problem[] {
  const { configuration } = classControllers[spec.controller];
  const served = servicesOf(
    spec,
    services.map((service) => service.spec),
  );
  const templates = Object.values(spec.templates).flatMap((file) => {
    const text = templateText(file, read);
    return typeof text === "string" ? [text] : []; // its own problem says why not
  });
  const data = bytesOf([...Object.values(configuration.data(spec, served)), ...templates]);
  const annotations = bytesOf(Object.entries(args.expose?.serviceAnnotations ?? {}).flat());
  const message = (got: number, most: number, where: string) =>
    `takes ${got} bytes, and Kubernetes takes ${most} in ${where}: shorten it`;
  return [
    ...(data > mostData
      ? [
          {
            path: at(templates.length > 0 ? "templates" : "configMap"),
            code: "config-map-too-large",
            message: message(data, mostData, "a ConfigMap"),
          },
        ]
      : []),
    ...(annotations > mostAnnotations
      ? [
          {
            path: at("expose.serviceAnnotations"),
            code: "annotations-too-large",
            message: message(annotations, mostAnnotations, "the annotations of an object"),
          },
        ]
      : []),
  ];
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
