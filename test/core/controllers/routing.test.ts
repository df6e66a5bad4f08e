import test from "ava";
import type { IngressManifest } from "../../../core/controllers/ingress.ts";
import { type ControllerName, controllerNames } from "../../../core/model/controllers.ts";
import type { ServiceSpec } from "../../../core/model/service.ts";
import { classOf, planOf, problemsOf, renderedBy, service } from "./fixtures.ts";

// Imitates what each controller makes of the manifests (nginx's location blocks, HAProxy's maps): which Service it
// chooses, and which path that gets. The controllers themselves do not run here.

interface Location {
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
  readonly rewrite: string | undefined;
}

function locations(
  manifests: readonly IngressManifest[],
  rewriteOf: (annotations: Record<string, string>) => string | undefined,
) {
  return manifests.flatMap(({ metadata, spec }): readonly Location[] =>
    (spec.rules[0]?.http?.paths ?? []).map(({ path, pathType, backend }) => ({
      path,
      pathType,
      service: backend.service.name,
      rewrite: rewriteOf(metadata.annotations),
    })),
  );
}

function f5(manifests: readonly IngressManifest[], uri: string): string {
  const all = locations(
    manifests,
    (annotations) =>
      annotations["nginx.org/rewrites"]?.split("rewrite=")[1] ?? annotations["nginx.org/rewrite-target"],
  );
  const exact = all.find(({ path, pathType }) => pathType === "Exact" && path === uri);
  const [longest] = all
    .filter(({ path, pathType }) => pathType === "Prefix" && uri.startsWith(path))
    .toSorted((a, b) => b.path.length - a.path.length);
  const expression = all.find(
    ({ path, pathType }) => pathType === "ImplementationSpecific" && new RegExp(`^${path}`, "i").test(uri),
  );
  const chosen = exact ?? expression ?? longest;
  if (chosen === undefined) return "404";
  if (chosen === expression) {
    const { path, rewrite = "$&" } = chosen;
    const [whole = ""] = new RegExp(`^${path}`, "i").exec(uri) ?? [];
    return `${chosen.service} ${chosen.rewrite === undefined ? uri : whole.replace(new RegExp(`^${path}`, "i"), rewrite)}`;
  }
  const requested = chosen.rewrite === undefined ? uri : chosen.rewrite + uri.slice(chosen.path.length);
  return `${chosen.service} ${requested}`;
}

function ingressNginx(manifests: readonly IngressManifest[], uri: string): string {
  const target = "nginx.ingress.kubernetes.io/rewrite-target";
  const all = locations(manifests, (annotations) => annotations[target]);
  const regex = manifests.some(
    ({ metadata }) => metadata.annotations["nginx.ingress.kubernetes.io/use-regex"],
  );
  const chosen = regex
    ? all
        .toSorted((a, b) => b.path.length - a.path.length)
        .find(({ path }) => new RegExp(`^${path}`, "i").test(uri))
    : exactOrLongest(all, uri);
  if (chosen === undefined) return "404";
  const { path, rewrite } = chosen;
  const [whole = ""] = new RegExp(path, "i").exec(uri) ?? [];
  const requested = rewrite === undefined ? uri : whole.replace(new RegExp(path, "i"), rewrite);
  return `${chosen.service} ${requested}`;
}

function haproxy(manifests: readonly IngressManifest[], uri: string): string {
  const all = locations(manifests, (annotations) => annotations["haproxy.org/path-rewrite"]);
  const chosen = exactOrLongest(all, uri);
  if (chosen === undefined) return "404";
  const [expression, replacement = ""] = chosen.rewrite?.split(" ") ?? [];
  const requested =
    expression === undefined ? uri : uri.replace(new RegExp(expression), replacement.replace("\\1", "$1"));
  return `${chosen.service} ${requested}`;
}

/** The Exact path, else the longest Prefix path that matches by elements. */
function exactOrLongest(all: readonly Location[], uri: string): Location | undefined {
  const [longest] = all
    .filter(({ path, pathType }) => pathType === "Prefix" && byElements(path, uri))
    .toSorted((a, b) => b.path.length - a.path.length);
  return all.find(({ path, pathType }) => pathType === "Exact" && path === uri) ?? longest;
}

function byElements(path: string, uri: string): boolean {
  return path === "/" || uri === path || uri.startsWith(`${path}/`);
}

const answerOf: Readonly<Record<ControllerName, typeof f5>> = { f5, "ingress-nginx": ingressNginx, haproxy };

const host = ["h.example"];
const cases: readonly {
  readonly title: string;
  readonly services: readonly ServiceSpec[];
  /** @default each */
  readonly controllers?: readonly ControllerName[];
  /** The Service and its path for each path that a client requests. */
  readonly answers: Readonly<Record<string, string>>;
}[] = [
  {
    title: "a Prefix path is matched by elements",
    services: [service("a", { hosts: host, paths: [{ path: "/audio" }] })],
    answers: { "/audio": "a /audio", "/audio/": "a /audio/", "/audio/x": "a /audio/x", "/audiox": "404" },
  },
  {
    title: "a trailing slash does not change a Prefix path",
    services: [service("a", { hosts: host, paths: [{ path: "/audio/" }] })],
    answers: { "/audio": "a /audio", "/audio/x": "a /audio/x", "/audiox": "404" },
  },
  {
    title: "an Exact path goes before another service's Prefix path",
    services: [
      service("a", { hosts: host, paths: [{ path: "/audio" }] }),
      service("b", { hosts: host, paths: [{ path: "/audio", type: "Exact" }] }),
    ],
    answers: { "/audio": "b /audio", "/audio/": "a /audio/", "/audio/x": "a /audio/x", "/audiox": "404" },
  },
  {
    title: "a rewrite to / removes the prefix",
    services: [service("a", { hosts: host, paths: [{ path: "/audio" }], rewrite: "/" })],
    answers: { "/audio": "a /", "/audio/": "a /", "/audio/x/y": "a /x/y", "/audiox": "404" },
  },
  {
    title: "a rewrite replaces one prefix with another",
    services: [service("a", { hosts: host, paths: [{ path: "/v1.0" }, { path: "/old" }], rewrite: "/v1" })],
    answers: { "/v1.0": "a /v1/", "/v1.0/x": "a /v1/x", "/old/x": "a /v1/x", "/v1x0/x": "404" },
  },
  {
    title: "a rewrite of the root",
    services: [service("a", { hosts: host, rewrite: "/app" })],
    answers: { "/": "a /app/", "/x": "a /app/x" },
  },
  {
    title: "a rewrite of an Exact path",
    services: [service("a", { hosts: host, paths: [{ path: "/ping", type: "Exact" }], rewrite: "/health" })],
    answers: { "/ping": "a /health", "/ping/": "404", "/pingx": "404" },
  },
  {
    title: "the longest path still wins beside a rewrite, and paths without rewrite are unchanged",
    services: [
      service("root", { hosts: host }),
      service("a", { hosts: host, paths: [{ path: "/audio" }], rewrite: "/" }),
      service("b", { hosts: host, paths: [{ path: "/audio/live" }] }),
      service("c", { hosts: host, paths: [{ path: "/healthz", type: "Exact" }] }),
      service("d", { hosts: host, paths: [{ path: "/feed.FeedBack" }] }),
    ],
    answers: {
      "/": "root /",
      "/audio/x": "a /x",
      "/audio/live": "b /audio/live",
      "/audio/live/x": "b /audio/live/x",
      "/audio/lives": "a /lives",
      "/audiox": "root /audiox",
      "/healthz": "c /healthz",
      "/healthz/x": "root /healthz/x",
      "/feed.FeedBack/Get": "d /feed.FeedBack/Get",
      "/feedxFeedBack/Get": "root /feedxFeedBack/Get",
    },
  },
  {
    title: "an expression goes before the Prefix paths that it is within, and after Exact paths",
    controllers: ["f5", "ingress-nginx"],
    services: [
      service("root", { hosts: host }),
      service("api", { hosts: host, paths: [{ path: "/api" }] }),
      service("exact", { hosts: host, paths: [{ path: "/api/v1/old/status", type: "Exact" }] }),
      service("versions", { hosts: host, paths: [{ path: "/api/v[0-9]+.*", type: "Regex" }] }),
    ],
    answers: {
      "/": "root /",
      "/api": "api /api",
      "/api/x": "api /api/x",
      "/api/v1": "versions /api/v1",
      "/API/V2/x": "versions /API/V2/x",
      "/api/v1/old/status": "exact /api/v1/old/status",
      "/x/api/v1": "root /x/api/v1",
    },
  },
  {
    title: "an expression's groups make the rewrite, and the rest is dropped",
    controllers: ["f5", "ingress-nginx"],
    services: [
      service("root", { hosts: host }),
      service("a", {
        hosts: host,
        paths: [
          { path: "/u/([a-z]+)/p/([0-9]+)", type: "Regex" },
          { path: "/users/([a-z]+)/([0-9]+)", type: "Regex" },
        ],
        rewrite: "/$2/of/$1",
      }),
    ],
    answers: {
      "/u/ann/p/7": "a /7/of/ann",
      "/U/Ann/P/7/x": "a /7/of/Ann",
      "/users/bob/8": "a /8/of/bob",
      "/u/ann": "root /u/ann",
    },
  },
];

for (const controller of controllerNames) {
  for (const { title, services, answers, controllers = controllerNames } of cases) {
    if (!controllers.includes(controller)) continue;
    test(`${controller}: ${title}`, (t) => {
      const { problems, ingresses } = renderedBy(controller, services);
      t.deepEqual(problems, []);
      const manifests = ingresses.map((plan) => plan.manifest);
      for (const [uri, answer] of Object.entries(answers)) {
        t.is(answerOf[controller](manifests, uri), answer, uri);
      }
    });
  }
}

test("ingress-nginx: a rewrite turns the paths of every host of its Ingress and its neighbours into regular expressions", (t) => {
  const services = [
    service("a", { hosts: ["one.example"], rewrite: "/app" }),
    service("b", { hosts: ["one.example", "two.example"], paths: [{ path: "/b" }] }),
    service("c", { hosts: ["two.example"], paths: [{ path: "/c", type: "Exact" }] }),
    service("d", { paths: [{ path: "/d" }] }),
  ];
  const { ingresses } = planOf(classOf("ingress-nginx"), services);
  t.deepEqual(
    ingresses.map(({ manifest }) =>
      manifest.spec.rules[0]?.http?.paths.map(({ path, pathType }) => [path, pathType]),
    ),
    [
      [["/()(.*)", "ImplementationSpecific"]],
      [["/b(/|$)(.*)", "ImplementationSpecific"]],
      [["/c$", "ImplementationSpecific"]],
      [["/d", "Prefix"]],
    ],
  );
});

test("ingress-nginx: an Exact path that would be tried after a Prefix path is refused beside a rewrite", (t) => {
  const services = [
    service("a", { hosts: host, paths: [{ path: "/audio" }], rewrite: "/" }),
    service("b", { hosts: host, paths: [{ path: "/audio/x", type: "Exact" }] }),
  ];
  t.deepEqual(problemsOf(classOf("ingress-nginx"), services), ["services.b.paths: prefix-before-exact"]);
});
