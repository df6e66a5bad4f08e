import test from "ava";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { classOf, planOf, problemsOf, service } from "../core/controllers/fixtures.ts";
import { serversOf } from "./nginx-configuration.ts";
import { listening, runningNginx } from "./running-nginx.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

type Context = Parameters<typeof runningNginx>[0];

/** nginx in front of a backend that answers with the headers it got, and sends a CORS header of its own. */
async function served(t: Context, controller: ClassControllerName, args: Partial<ServiceArgs>) {
  const backend = await listening(t, ({ headers }, answer) => {
    answer.setHeader("Access-Control-Allow-Origin", "https://backend.example");
    answer.end(JSON.stringify(headers));
  });
  const spec = classOf(controller, { snippets: true });
  const api = service("api", { hosts: ["api.example"], ...args });
  const problems = problemsOf(spec, [api]);
  const [plan] = planOf(spec, [api]).ingresses;
  if (plan === undefined || problems.length > 0) throw new Error(problems.join());
  const ask = await runningNginx(t, serversOf(controller, [plan.manifest]), backend);
  return (question: Parameters<typeof ask>[0]) =>
    ask({ ...question, headers: { host: "api.example", ...question.headers } });
}

proven("identity headers of the auth answer reach the backend, and a client's own never do", async (t) => {
  t.timeout(300_000);
  const asked: (string | undefined)[] = [];
  const auth = await listening(t, ({ headers, url }, answer) => {
    asked.push(url);
    const user = headers.cookie?.match(/user=(\w+)/)?.[1];
    answer.statusCode = user === undefined ? 401 : user === "mallory" ? 403 : 200;
    if (user !== undefined && user !== "anonymous") answer.setHeader("X-Auth-Request-User", user);
    answer.end();
  });
  const ask = await served(t, "ingress-nginx", {
    externalAuth: {
      url: `http://127.0.0.1:${auth}/check`,
      signIn: "https://login.example/start",
      responseHeaders: ["X-Auth-Request-User", "X-Auth-Request-Groups"],
    },
  });
  const claimed = { "X-Auth-Request-User": "root", "x-auth-request-groups": "admins" };
  const gotBy = async (cookie: string) =>
    JSON.parse((await ask({ path: "/a?b", headers: { ...claimed, cookie } })).body);
  const alice = await gotBy("user=alice");
  t.is(alice["x-auth-request-user"], "alice");
  t.false("x-auth-request-groups" in alice, "the answer has none, so the backend gets none");
  t.false("x-auth-request-user" in (await gotBy("user=anonymous")));
  t.deepEqual(asked, [...asked].fill("/check"));
  const stranger = await ask({ path: "/a?b", headers: claimed });
  t.is(stranger.status, 302);
  t.is(stranger.headers.location, "https://login.example/start?rd=http://api.example/a?b");
  t.is((await ask({ headers: { cookie: "user=mallory" } })).status, 403);
});

proven("without the auth service no request passes", async (t) => {
  t.timeout(300_000);
  const ask = await served(t, "ingress-nginx", { externalAuth: { url: "http://127.0.0.1:9/check" } });
  t.is((await ask({ headers: { "X-Auth-Request-User": "root" } })).status, 500);
});

proven("f5: pages of named origins read answers, and no others do", async (t) => {
  t.timeout(300_000);
  const ask = await served(t, "f5", {
    cors: {
      origins: ["https://shop.example", "https://*.shop.example"],
      credentials: true,
      exposeHeaders: ["X-Total"],
    },
    rewrite: "/v1",
  });
  const allowed = async (origin: string, method = "GET") => {
    const { status, headers } = await ask({ method, headers: { origin } });
    return [status, headers["access-control-allow-origin"]];
  };
  t.deepEqual(await allowed("https://shop.example"), [200, "https://shop.example"]);
  t.deepEqual(await allowed("https://a.shop.example"), [200, "https://a.shop.example"]);
  for (const other of [
    "http://shop.example",
    "https://shop.example:8443",
    "https://a.b.shop.example",
    "https://shopXexample",
    "https://shop.example.evil",
    "https://evil/https://shop.example",
    "null",
  ]) {
    t.deepEqual(await allowed(other), [200, undefined], other);
    t.deepEqual((await allowed(other, "OPTIONS"))[1], undefined, other);
  }
  t.deepEqual(await allowed("https://shop.example", "OPTIONS"), [204, "https://shop.example"]);
  const { headers } = await ask({ headers: { origin: "https://shop.example" } });
  t.is(headers["access-control-allow-credentials"], "true");
  t.is(headers["access-control-expose-headers"], "X-Total");
  t.is(headers.vary, "Origin");
});

for (const controller of ["f5", "ingress-nginx"] as const) {
  for (const [title, args, status] of [
    ["what is denied is not let in again", { allow: ["127.0.0.0/8"], deny: ["127.0.0.1/32"] }, 403],
    ["others than the denied are let in", { deny: ["10.0.0.0/8"] }, 200],
    ["others than the allowed are not", { allow: ["10.0.0.0/8"], deny: ["10.1.0.0/16"] }, 403],
    ["the allowed are, if not denied", { allow: ["127.0.0.0/8"], deny: ["127.1.0.0/16"] }, 200],
  ] as const) {
    proven(`${controller}: ${title}`, async (t) => {
      t.timeout(300_000);
      t.is((await (await served(t, controller, args))({})).status, status);
    });
  }
}
