import test from "ava";
import type { IngressManifest } from "../../core/controllers/ingress.ts";
import type { PathArgs, ServiceArgs } from "../../core/model/service.ts";
import { classOf, planOf, problemsOf, service } from "../core/controllers/fixtures.ts";
import { running } from "./nginx.ts";
import { serversOf } from "./nginx-configuration.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

const hosts = ["h.example"];
const on = (name: string, paths: readonly PathArgs[], args: Partial<ServiceArgs> = {}) =>
  service(name, { hosts, paths, ...args });

const services = [
  on("root", [{ path: "/" }]),
  on("api", [{ path: "/api" }]),
  on("exact", [{ path: "/api/v1/old/status", type: "Exact" }]),
  on("versions", [{ path: "/api/v[0-9]+.*", type: "Regex" }]),
  on("images", [{ path: "/img/[^/]+\\.(png|jpg)$", type: "Regex" }]),
  on("users", [{ path: "/users/([a-z]+)/([0-9]+).*", type: "Regex" }], { rewrite: "/$2/of/$1" }),
  on("app", [{ path: "/app" }], { rewrite: "/v1" }),
];

/** Service and path of the answer to each path, by real nginx. */
const answers: Readonly<Record<string, string>> = {
  "/": "root /",
  "/api": "api /api",
  "/api/x?q=1": "api /api/x?q=1",
  "/api/v1/x": "versions /api/v1/x",
  "/API/V2": "versions /API/V2",
  "/api/v1/old/status": "exact /api/v1/old/status",
  "/img/a.PNG": "images /img/a.PNG",
  "/img/a.png/b": "root /img/a.png/b",
  "/img/apng": "root /img/apng",
  "/users/ann/7/x?q=1": "users /7/of/ann?q=1",
  "/app": "app /v1/",
  "/app/x": "app /v1/x",
  "/apps": "root /apps",
};

for (const controller of ["f5", "ingress-nginx"] as const) {
  proven(`${controller}: nginx sends each request to the service that its path is meant for`, async (t) => {
    t.timeout(120_000);
    const spec = classOf(controller);
    t.deepEqual(problemsOf(spec, services), []);
    const { ingresses } = planOf(spec, services);
    const ask = await running(
      t,
      controller,
      serversOf(
        controller,
        ingresses.map(({ manifest }) => manifest),
      ),
    );
    const got = await Promise.all(
      Object.keys(answers).map(async (path) => [path, (await ask("h.example", path)).body] as const),
    );
    t.deepEqual(
      Object.fromEntries(got),
      Object.fromEntries(Object.entries(answers).map(([path, answer]) => [path, `${answer} h.example`])),
    );
  });
}

const moved = [
  on("root", [{ path: "/" }], { appRoot: "/home" }),
  on("old", [{ path: "/old" }], { redirect: { to: "https://new.example/x?y=1", status: 301 } }),
  on("kept", [{ path: "/kept" }], {
    redirect: { to: "https://new.example/base/", status: 308, keepPath: true },
  }),
];

const locations: Readonly<Record<string, readonly [status: number, location: string]>> = {
  "/": [302, "http://h.example/home"],
  "/?a=b": [302, "http://h.example/home"],
  "/home": [200, "root /home h.example"],
  "/old": [301, "https://new.example/x?y=1"],
  "/old/z?a=b": [301, "https://new.example/x?y=1"],
  "/kept/a%20b/?c=d&e=%2F": [308, "https://new.example/base/kept/a%20b/?c=d&e=%2F"],
  "/kept/%0d%0aSet-Cookie:a=b": [308, "https://new.example/base/kept/%0d%0aSet-Cookie:a=b"],
};

for (const controller of ["f5", "ingress-nginx"] as const) {
  proven(`${controller}: nginx redirects as it is meant to`, async (t) => {
    t.timeout(120_000);
    const spec = classOf(controller, { snippets: true });
    t.deepEqual(problemsOf(spec, moved), []);
    const { ingresses, masters } = planOf(spec, moved);
    // A shared host's master is an Ingress like the services'.
    const manifests = [...masters, ...ingresses].map(({ manifest }) => manifest as IngressManifest);
    const ask = await running(t, controller, serversOf(controller, manifests));
    const got = await Promise.all(
      Object.keys(locations).map(async (path) => {
        const { status, location, body } = await ask("h.example", path);
        return [path, [status, location ?? body]] as const;
      }),
    );
    t.deepEqual(Object.fromEntries(got), locations);
  });
}

proven(
  "ingress-nginx: nginx redirects the second name of a host, and sends backends another host",
  async (t) => {
    t.timeout(120_000);
    const spec = classOf("ingress-nginx");
    const services = [on("root", [{ path: "/" }], { www: true, upstreamHost: "app.internal:8080" })];
    t.deepEqual(problemsOf(spec, services), []);
    const { ingresses } = planOf(spec, services);
    const manifests = ingresses.map(({ manifest }) => manifest);
    const ask = await running(t, "ingress-nginx", serversOf("ingress-nginx", manifests));
    t.deepEqual(await ask("www.h.example", "/a?b=c"), {
      status: 308,
      location: "http://h.example/a?b=c",
      body: (await ask("www.h.example", "/")).body,
    });
    t.is((await ask("h.example", "/a")).body, "root /a app.internal:8080");
  },
);

proven("ingress-nginx: a Service's page, and another URL, take the place of errors", async (t) => {
  t.timeout(120_000);
  const spec = classOf("ingress-nginx", { snippets: true });
  const services = [
    on("page", [{ path: "/page" }], {
      allow: ["192.0.2.1/32"],
      errorPages: { statuses: [403], service: "pages" },
    }),
    on("url", [{ path: "/url" }], {
      allow: ["192.0.2.1/32"],
      errorPages: { statuses: [403, 502], url: "https://status.example/?a=b" },
    }),
    on("plain", [{ path: "/plain" }], { allow: ["192.0.2.1/32"] }),
  ];
  t.deepEqual(problemsOf(spec, services), []);
  const { ingresses } = planOf(spec, services);
  const manifests = ingresses.map(({ manifest }) => manifest);
  const ask = await running(t, "ingress-nginx", serversOf("ingress-nginx", manifests));
  const page = await ask("h.example", "/page/x");
  t.deepEqual([page.status, page.body.split(" ").slice(0, 2)], [200, ["pages-403", "/"]]);
  const url = await ask("h.example", "/url");
  t.deepEqual([url.status, url.location], [302, "https://status.example/?a=b"]);
  t.is((await ask("h.example", "/plain")).status, 403);
});
