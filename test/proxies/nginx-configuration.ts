import type { IngressManifest } from "../../core/controllers/ingress.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";

/**
 * nginx's configuration of the Ingresses of a class as each controller's template writes it, as far as values of services
 * reach it: a server for each host.
 */
export function serversOf(controller: ClassControllerName, manifests: readonly IngressManifest[]): string {
  const { locations, server, order, outside } = templates[controller];
  const parts = manifests.flatMap((manifest) =>
    manifest.spec.rules.map(({ host = "_", http }) => ({ host, manifest, paths: http?.paths ?? [] })),
  );
  return [...Map.groupBy(parts, ({ host }) => host)]
    .map(([host, onHost]) => {
      const all = onHost.flatMap(({ manifest, paths }) =>
        paths.map((path) => ({ path: path.path, text: locations(manifest, host, path) })),
      );
      const lines = onHost.flatMap(({ manifest }) => server(manifest));
      const texts = all.toSorted(order).map(({ text }) => text);
      return [
        ...onHost.flatMap(({ manifest }) => outside(manifest)),
        `server { listen 127.0.0.1:8080; server_name ${host};`,
        ...lines,
        ...texts,
        "}",
      ].join("\n");
    })
    .join("\n");
}

type Path = NonNullable<IngressManifest["spec"]["rules"][number]["http"]>["paths"][number];

interface Template {
  readonly locations: (manifest: IngressManifest, host: string, path: Path) => string;
  /** Lines of the server. */
  readonly server: (manifest: IngressManifest) => readonly string[];
  /** What goes before it. */
  readonly outside: (manifest: IngressManifest) => readonly string[];
  readonly order: (a: { readonly path: string }, b: { readonly path: string }) => number;
}

const templates: Readonly<Record<ClassControllerName, Template>> = {
  f5: { locations: f5Location, server: f5Server, outside: f5Zone, order: () => 0 },
  "ingress-nginx": {
    locations: ingressNginxLocation,
    server: (manifest) => [
      ...appRootLines(manifest.metadata.annotations["nginx.ingress.kubernetes.io/app-root"]),
      ...authLocations(manifest),
      ...customErrors(manifest.metadata).map(
        ({ status, location, service }) =>
          `location ${location} { internal; proxy_intercept_errors off; proxy_set_header X-Service ${service}-${status}; rewrite (.*) / break; proxy_pass http://127.0.0.1:1; }`,
      ),
    ],
    outside: ingressNginxRedirects,
    order: (a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : -1),
  },
};

/** @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.ingress.tmpl */
function f5Location(manifest: IngressManifest, host: string, { path, pathType, backend }: Path): string {
  const { metadata } = manifest;
  const annotation = (name: string): string | undefined => metadata.annotations[`nginx.org/${name}`];
  const headers = (name: string) => entries(annotation(name)).map((entry) => entry.split(/: ?/));
  const upstream = `${metadata.namespace}-${metadata.name}-${host}-${backend.service.name}-http`;
  const target = annotation("rewrite-target");
  const lines = [
    `set $service ${quoted(backend.service.name)};`,
    target === undefined ? "" : `rewrite (?i)^${path} ${target} break;`,
    // Debian's nginx is older than the controller's.
    annotation("location-snippets")?.replace("add_header_inherit merge;", "") ?? "",
    annotation("limit-req-rate") === undefined ? "" : `limit_req zone=${zoneOf(manifest)};`,
    annotation("basic-auth-realm") === undefined
      ? ""
      : `auth_basic ${quoted(annotation("basic-auth-realm"))}; auth_basic_user_file users;`,
    annotation("proxy-buffers") === undefined ? "" : `proxy_buffers ${annotation("proxy-buffers")};`,
    annotation("proxy-buffer-size") === undefined
      ? ""
      : `proxy_buffer_size ${annotation("proxy-buffer-size")};`,
    ...headers("proxy-set-headers").map(([name, value]) => `proxy_set_header ${name} ${quoted(value)};`),
    ...headers("add-header").map(([name, value]) => `add_header ${name} ${quoted(value)} always;`),
    annotation("grpc-services") === undefined
      ? `set $u "${upstream}"; proxy_pass http://127.0.0.1:1${annotation("rewrites")?.replace(/^.* rewrite=/, "") ?? ""};`
      : "grpc_pass grpc://127.0.0.1:1;",
  ];
  const location =
    annotation("path-regex") === undefined ? `${pathType === "Exact" ? "= " : ""}"${path}"` : `~* "^${path}"`;
  return `location ${location} {\n${lines.join("\n")}\n}`;
}

function f5Server({ metadata }: IngressManifest): readonly string[] {
  const root = metadata.annotations["nginx.org/app-root"];
  return [
    ...entries(metadata.annotations["nginx.org/proxy-hide-headers"]).map(
      (name) => `proxy_hide_header ${name};`,
    ),
    ...appRootLines(root),
  ];
}

function appRootLines(root: string | undefined): readonly string[] {
  return root === undefined ? [] : [`if ($uri = /) { return 302 $scheme://$http_host${root}; }`];
}

function f5Zone(manifest: IngressManifest): readonly string[] {
  const annotation = (name: string): string | undefined =>
    manifest.metadata.annotations[`nginx.org/limit-req-${name}`];
  const key = annotation("key") ?? "$" + "{binary_remote_addr}";
  return annotation("rate") === undefined
    ? []
    : [`limit_req_zone ${key} zone=${zoneOf(manifest)}:1m rate=${annotation("rate")};`];
}

/** Hosts differ where names do not. */
function zoneOf({ metadata, spec }: IngressManifest): string {
  return `${metadata.namespace}/${metadata.name}/${spec.rules[0]?.host}`;
}

/** @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/rootfs/etc/nginx/template/nginx.tmpl */
function ingressNginxLocation(
  { metadata }: IngressManifest,
  _host: string,
  { path: written, pathType, backend }: Path,
): string {
  const annotation = (name: string): string | undefined =>
    metadata.annotations[`nginx.ingress.kubernetes.io/${name}`];
  const regex = annotation("use-regex") !== undefined;
  const path = written.replace(/["\\]/g, "\\$&");
  const rewrite = annotation("rewrite-target");
  const lines = [
    `set $service ${quoted(backend.service.name)};`,
    `set $location_path ${quoted(written).replaceAll("$", literalDollar)};`,
    annotation("auth-realm") === undefined
      ? ""
      : `auth_basic ${quoted(annotation("auth-realm"))}; auth_basic_user_file users;`,
    ...(annotation("denylist-source-range")?.split(",") ?? []).map((cidr) => `deny ${cidr};`),
    ...corsLines(annotation),
    ...authLines(annotation),
    ...verifyLines(annotation),
    ...(annotation("whitelist-source-range")?.split(",") ?? []).map((cidr) => `allow ${cidr};`),
    annotation("whitelist-source-range") === undefined ? "" : "deny all;",
    annotation("upstream-vhost") === undefined
      ? ""
      : `proxy_set_header X-Service $service; proxy_set_header Host ${quoted(annotation("upstream-vhost"))};`,
    ...customErrors(metadata).map(({ status, location }) => `error_page ${status} = ${location};`),
    annotation("custom-http-errors") === undefined ? "" : "proxy_intercept_errors on;",
    ...bufferLines(annotation("proxy-buffers-number") ?? "4", annotation("proxy-buffer-size")),
    annotation("configuration-snippet") ?? "",
    annotation("permanent-redirect") === undefined
      ? ""
      : `return ${annotation("permanent-redirect-code")} ${annotation("permanent-redirect")};`,
    rewrite === undefined ? "" : `rewrite "(?i)${path}" ${rewrite} break;`,
    annotation("backend-protocol") === "GRPC"
      ? "grpc_pass grpc://127.0.0.1:1;"
      : "proxy_pass http://127.0.0.1:1;",
  ];
  const location = regex ? `~* "^${path}"` : `${pathType === "Exact" ? "= " : ""}"${path}"`;
  return `location ${location} {\n${lines.join("\n")}\n}`;
}

/** Only one service of a host has them in these tests: the controller writes each location once. */
function customErrors({ annotations }: IngressManifest["metadata"]) {
  const service = annotations["nginx.ingress.kubernetes.io/default-backend"];
  return entries(annotations["nginx.ingress.kubernetes.io/custom-http-errors"]).map((status) => ({
    status,
    service,
    location: `@custom_${service}_${status}`,
  }));
}

function bufferLines(number: string, size = "4k"): readonly string[] {
  return [`proxy_buffer_size ${size};`, `proxy_buffers ${number} ${size};`];
}

/** The second names of hosts. Debian's nginx has no Lua, which puts the URL together. */
function ingressNginxRedirects({ metadata, spec }: IngressManifest): readonly string[] {
  if (metadata.annotations["nginx.ingress.kubernetes.io/from-to-www-redirect"] !== "true") return [];
  return spec.rules.map(({ host = "" }) => {
    const from = host.startsWith("www.") ? host.slice(4) : `www.${host}`;
    return `server { listen 127.0.0.1:8080; server_name "${from}"; return 308 $scheme://${host}$request_uri; }`;
  });
}

/** @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/controller/template/template.go buildAuthResponseHeaders */
function authLines(annotation: (name: string) => string | undefined): readonly string[] {
  if (annotation("auth-url") === undefined) return [];
  const names = annotation("auth-response-headers")?.split(",") ?? [];
  return [
    "auth_request /_external-auth;",
    ...names.flatMap((name, index) => [
      `auth_request_set $authHeader${index} $upstream_http_${name.toLowerCase().replaceAll("-", "_")};`,
      `proxy_set_header '${name}' $authHeader${index};`,
    ]),
    ...(annotation("auth-signin") === undefined ? [] : ["error_page 401 = @signin;"]),
  ];
}

/** The template sets the target by a variable too, so that nginx asks DNS with each request. */
function authLocations({ metadata }: IngressManifest): readonly string[] {
  const annotation = (name: string) => metadata.annotations[`nginx.ingress.kubernetes.io/${name}`];
  const [url, signIn] = [annotation("auth-url"), annotation("auth-signin")];
  if (url === undefined) return [];
  const more = signIn?.includes("?") === true ? "&" : "?";
  return [
    "location = /_external-auth { internal; proxy_pass_request_body off;",
    'proxy_set_header Content-Length ""; proxy_set_header X-Original-Method $request_method;',
    `set $target ${quoted(url)}; proxy_pass $target; }`,
    ...(signIn === undefined
      ? []
      : [`location @signin { internal; return 302 ${signIn}${more}rd=$scheme://$http_host$request_uri; }`]),
  ];
}

function verifyLines(annotation: (name: string) => string | undefined): readonly string[] {
  const name = annotation("proxy-ssl-name");
  return name === undefined ? [] : [`proxy_ssl_name ${name};`, "proxy_ssl_server_name on;"];
}

/** As far as values of services reach it. */
function corsLines(annotation: (name: string) => string | undefined): readonly string[] {
  if (annotation("enable-cors") !== "true") return [];
  const origins = (annotation("cors-allow-origin") ?? "").split(",");
  const pattern = origins.map((origin) => origin.replaceAll(".", "\\.").replace("*", "[A-Za-z0-9\\-]+"));
  return [
    origins.includes("*")
      ? "set $cors 'true';"
      : `if ($http_origin ~* ((${pattern.join("|")}))$ ) { set $cors 'true'; }`,
    'if ($cors = "true") {',
    ...["Methods", "Headers"].map(
      (name) =>
        `more_set_headers 'Access-Control-Allow-${name}: ${annotation(`cors-allow-${name.toLowerCase()}`)}';`,
    ),
    `more_set_headers 'Access-Control-Expose-Headers: ${annotation("cors-expose-headers") ?? ""}';`,
    "}",
  ];
}

/** The template defines it, because nginx has no escape for a dollar. */
const literalDollar = "$" + "{literal_dollar}";

/** As Go's `%q` quotes printable text. */
function quoted(value = ""): string {
  return JSON.stringify(value);
}

function entries(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(",");
}
