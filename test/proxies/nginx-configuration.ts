import type { IngressManifest } from "../../core/controllers/ingress.ts";

/** nginx's configuration of an Ingress as each controller's template writes it, as far as values of services reach it. */
export const serverOf = { f5: f5Server, "ingress-nginx": ingressNginxServer } as const;

/** @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.ingress.tmpl */
function f5Server(manifest: IngressManifest): string {
  const { metadata, spec } = manifest;
  const annotation = (name: string): string | undefined => metadata.annotations[`nginx.org/${name}`];
  const headers = (name: string) => entries(annotation(name)).map((entry) => entry.split(/: ?/));
  const grpc = annotation("grpc-services") !== undefined;
  const rewrite = annotation("rewrites")?.replace(/^.* rewrite=/, "") ?? "";
  return spec.rules
    .map(({ host = "_", http }) => {
      const locations = (http?.paths ?? []).map(({ path, pathType, backend }) => {
        const upstream = `${metadata.namespace}-${metadata.name}-${host}-${backend.service.name}-http`;
        const lines = [
          // Debian's nginx is older than the controller's.
          annotation("location-snippets")?.replace("add_header_inherit merge;", "") ?? "",
          annotation("limit-req-rate") === undefined ? "" : `limit_req zone=${zoneOf(manifest)};`,
          annotation("basic-auth-realm") === undefined
            ? ""
            : `auth_basic ${quoted(annotation("basic-auth-realm"))}; auth_basic_user_file users;`,
          ...headers("proxy-set-headers").map(
            ([name, value]) => `proxy_set_header ${name} ${quoted(value)};`,
          ),
          ...headers("add-header").map(([name, value]) => `add_header ${name} ${quoted(value)} always;`),
          grpc
            ? "grpc_pass grpc://127.0.0.1:1;"
            : `set $u "${upstream}"; proxy_pass http://127.0.0.1:1${rewrite};`,
        ];
        return `location ${pathType === "Exact" ? "= " : ""}"${path}" {\n${lines.join("\n")}\n}`;
      });
      const hidden = entries(annotation("proxy-hide-headers")).map((name) => `proxy_hide_header ${name};`);
      const zone =
        annotation("limit-req-rate") === undefined
          ? ""
          : `limit_req_zone ${annotation("limit-req-key") ?? clientKey} zone=${zoneOf(manifest)}:1m rate=${annotation("limit-req-rate")};\n`;
      return `${zone}server { listen 127.0.0.1:8080; server_name ${host}; ${hidden.join(" ")}\n${locations.join("\n")}\n}`;
    })
    .join("\n");
}

const clientKey = "$" + "{binary_remote_addr}";

/** Hosts differ where names do not. */
function zoneOf(manifest: IngressManifest): string {
  const { metadata, spec } = manifest;
  return `${metadata.namespace}/${metadata.name}/${spec.rules[0]?.host}`;
}

/** @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/rootfs/etc/nginx/template/nginx.tmpl */
function ingressNginxServer({ metadata, spec }: IngressManifest): string {
  const annotation = (name: string): string | undefined =>
    metadata.annotations[`nginx.ingress.kubernetes.io/${name}`];
  const rewrite = annotation("rewrite-target");
  return spec.rules
    .map(({ host = "_", http }) => {
      const locations = (http?.paths ?? []).map(({ path, pathType }) => {
        const location = rewrite === undefined ? `"${path}"` : `~* "^${path}"`;
        const lines = [
          `set $location_path ${quoted(path).replaceAll("$", literalDollar)};`,
          annotation("auth-realm") === undefined
            ? ""
            : `auth_basic ${quoted(annotation("auth-realm"))}; auth_basic_user_file users;`,
          ...(annotation("denylist-source-range")?.split(",") ?? []).map((cidr) => `deny ${cidr};`),
          ...corsLines(annotation),
          ...authLines(annotation),
          ...verifyLines(annotation),
          ...(annotation("whitelist-source-range")?.split(",") ?? []).map((cidr) => `allow ${cidr};`),
          annotation("whitelist-source-range") === undefined ? "" : "deny all;",
          annotation("configuration-snippet") ?? "",
          rewrite === undefined ? "" : `rewrite "(?i)${path}" ${rewrite} break;`,
          annotation("backend-protocol") === "GRPC"
            ? "grpc_pass grpc://127.0.0.1:1;"
            : "proxy_pass http://127.0.0.1:1;",
        ];
        const exact = pathType === "Exact" && rewrite === undefined ? "= " : "";
        return `${authLocation(annotation)}location ${exact}${location} {\n${lines.join("\n")}\n}`;
      });
      return `server { listen 127.0.0.1:8080; server_name ${host};\n${locations.join("\n")}\n}`;
    })
    .join("\n");
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

/** Its own template sets the target by a variable too, so that nginx asks DNS with each request. */
function authLocation(annotation: (name: string) => string | undefined): string {
  const url = annotation("auth-url");
  if (url === undefined) return "";
  const signIn = annotation("auth-signin");
  const more = signIn?.includes("?") === true ? "&" : "?";
  return [
    "location = /_external-auth { internal; proxy_pass_request_body off;",
    'proxy_set_header Content-Length ""; proxy_set_header X-Original-Method $request_method;',
    `set $target ${quoted(url)}; proxy_pass $target; }`,
    signIn === undefined
      ? ""
      : `location @signin { internal; return 302 ${signIn}${more}rd=$scheme://$http_host$request_uri; }`,
    "",
  ].join("\n");
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
