import type { CustomObject } from "../../core/controllers/custom-object.ts";

/** Where a server of the test listens. */
interface Sockets {
  readonly server: string;
  /** Of each upstream, by its name. */
  readonly upstreams: Readonly<Record<string, string>>;
}

interface ProxyAction {
  readonly upstream: string;
  readonly rewritePath?: string;
  readonly requestHeaders?: { readonly set: readonly Header[] };
  readonly responseHeaders?: {
    readonly hide?: readonly string[];
    readonly add?: readonly Header[];
  };
}

interface Header {
  readonly name: string;
  readonly value: string;
}

type Action = { readonly pass: string } | { readonly proxy: ProxyAction };

interface Route {
  readonly path: string;
  readonly action?: Action;
  readonly splits?: readonly { readonly weight: number; readonly action: Action }[];
  readonly matches?: readonly {
    readonly conditions: readonly { readonly header: string; readonly value: string }[];
    readonly action: Action;
  }[];
}

/**
 * nginx's configuration of a VirtualServer as F5's template writes it, as far as routes, actions and headers go.
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/version2/nginx.virtualserver.tmpl
 * @see https://github.com/nginx/kubernetes-ingress/blob/v5.5.4/internal/configs/virtualserver.go generateMatchesConfig
 */
export function virtualServerConfiguration({ spec }: CustomObject, { server, upstreams }: Sockets): string {
  const routes = (spec.routes as readonly Route[]).map(routeConfiguration);
  return [
    ...Object.entries(upstreams).map(([name, socket]) => `upstream ${name} { server unix:${socket}; }`),
    `map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }`,
    ...routes.flatMap(({ http }) => http),
    `server { listen unix:${server}; server_name ${spec.host};`,
    ...routes.flatMap(({ locations }) => locations),
    "}",
  ].join("\n");
}

function routeConfiguration({ path, action, splits, matches = [] }: Route, index: number) {
  const way = (name: string) => `/internal_location_${index}_${name}`;
  const chosen = `$route_${index}`;
  if (splits !== undefined) {
    const shares = splits.flatMap(({ weight }, split) =>
      weight === 0 ? [] : [`${weight}% ${way(`split_${split}`)};`],
    );
    return {
      http: [`split_clients $request_id ${chosen} { ${shares.join(" ")} }`],
      locations: [
        `location ${path} { rewrite ^ ${chosen} last; }`,
        ...splits.map((split, number) => inner(way(`split_${number}`), split.action, path)),
      ],
    };
  }
  if (action === undefined) throw new Error(`route ${path} leads nowhere`);
  if (matches.length === 0) return { http: [], locations: [outer(path, action)] };
  const variables = matches.map((_, match) => `$route_${index}_match_${match}`);
  const marks = matches.map(({ conditions: [condition] }, match) => {
    const header = condition?.header.replaceAll("-", "_");
    return `map $http_${header} ${variables[match]} { "${condition?.value}" 1; default 0; }`;
  });
  const ways = matches.map((_, match) => `~^${"0".repeat(match)}1 ${way(`match_${match}`)};`);
  return {
    http: [
      ...marks,
      `map "${variables.join("")}" ${chosen} { ${ways.join(" ")} default ${way("default")}; }`,
    ],
    locations: [
      `location ${path} { rewrite ^ ${chosen} last; }`,
      ...matches.map((match, number) => inner(way(`match_${number}`), match.action, path)),
      inner(way("default"), action, path),
    ],
  };
}

function outer(path: string, action: Action): string {
  const { upstream, rewritePath = "", ...rest } = proxyOf(action);
  return `location ${path} { ${headersOf(rest)} proxy_pass http://${upstream}${rewritePath}; }`;
}

function inner(location: string, action: Action, path: string): string {
  const { upstream, rewritePath, ...rest } = proxyOf(action);
  const rewrite =
    rewritePath === undefined
      ? `proxy_pass http://${upstream}$request_uri;`
      : `rewrite ^ $request_uri_no_args; rewrite "^${path}(.*)$" "${rewritePath}$1" break; proxy_pass http://${upstream};`;
  return `location ${location} { internal; ${headersOf(rest)} ${rewrite} }`;
}

function proxyOf(action: Action): ProxyAction {
  return "pass" in action ? { upstream: action.pass } : action.proxy;
}

function headersOf({ requestHeaders, responseHeaders }: Omit<ProxyAction, "upstream">): string {
  return [
    "proxy_set_header Host $host;",
    ...(requestHeaders?.set ?? []).map(
      ({ name, value }) => `proxy_set_header ${name} ${JSON.stringify(value)};`,
    ),
    ...(responseHeaders?.hide ?? []).map((name) => `proxy_hide_header ${name};`),
    ...(responseHeaders?.add ?? []).map(
      ({ name, value }) => `add_header ${name} ${JSON.stringify(value)} always;`,
    ),
  ].join(" ");
}
