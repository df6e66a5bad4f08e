import type { IngressManifest } from "../../core/controllers/ingress.ts";

/** nginx's configuration of an Ingress as each controller's template writes it, as far as values of services reach it. */
export const serverOf = { f5: f5Server, "ingress-nginx": ingressNginxServer } as const;

/** @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version1/nginx.ingress.tmpl */
function f5Server({ metadata, spec }: IngressManifest): string {
  const annotation = (name: string): string | undefined => metadata.annotations[`nginx.org/${name}`];
  const headers = (name: string) => entries(annotation(name)).map((entry) => entry.split(/: ?/));
  const grpc = annotation("grpc-services") !== undefined;
  const rewrite = annotation("rewrites")?.replace(/^.* rewrite=/, "") ?? "";
  return spec.rules
    .map(({ host = "_", http }) => {
      const locations = (http?.paths ?? []).map(({ path, pathType, backend }) => {
        const upstream = `${metadata.namespace}-${metadata.name}-${host}-${backend.service.name}-http`;
        const lines = [
          annotation("location-snippets")?.replace("add_header_inherit merge;", "") ?? "",
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
      return `server { listen 127.0.0.1:8080; server_name ${host}; ${hidden.join(" ")}\n${locations.join("\n")}\n}`;
    })
    .join("\n");
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
          ...(annotation("whitelist-source-range")?.split(",") ?? []).map((cidr) => `allow ${cidr};`),
          annotation("configuration-snippet") ?? "",
          rewrite === undefined ? "" : `rewrite "(?i)${path}" ${rewrite} break;`,
          annotation("backend-protocol") === "GRPC"
            ? "grpc_pass grpc://127.0.0.1:1;"
            : "proxy_pass http://127.0.0.1:1;",
        ];
        const exact = pathType === "Exact" && rewrite === undefined ? "= " : "";
        return `location ${exact}${location} {\n${lines.join("\n")}\n}`;
      });
      return `server { listen 127.0.0.1:8080; server_name ${host};\n${locations.join("\n")}\n}`;
    })
    .join("\n");
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
