import test from "ava";
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
