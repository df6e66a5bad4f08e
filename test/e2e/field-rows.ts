import type { ExecutionContext } from "ava";
import type { ControllerName } from "../../core/model/controllers.ts";
import { bridge } from "../../lab/cluster/addresses.ts";
import type { Settings } from "../../lab/testbed/testbed.ts";
import type { Answer, Question } from "./request.ts";

/** Asks the row's service; whatever a question leaves out is a GET of `/` over plain HTTP. */
export type Ask = (question?: Partial<Question>) => Promise<Answer>;

/** One field of a service, as a client and a backend see it. */
export interface FieldRow {
  /** Name of the field in kebab-case: part of the names of service, host and backend. */
  readonly name: string;
  /** Keys of the service beside host and backend. */
  readonly keys: Settings | ((controller: ControllerName) => Settings);
  /** Controllers that refuse the field. @default none */
  readonly not?: readonly ControllerName[];
  /** Keys of its emergency backend, which then serves. @default none: no switch */
  readonly emergency?: Settings;
  /** What is asked until it is served. @default a GET of `/` */
  readonly first?: Partial<Question>;
  /** Pods of the backend. @default 1 */
  readonly replicas?: number;
  /** What reaches client and backend. */
  readonly seen: (t: ExecutionContext, ask: Ask, controller: ControllerName) => Promise<void>;
}

const elsewhere = "192.0.2.0/24";

/** Statuses of so many requests, one after the other. */
async function statuses(ask: Ask, count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let number = 0; number < count; number++) found.push((await ask()).status);
  return found;
}

function basic(user: string, password: string) {
  return { headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` } };
}

/** User and password of {@link passwordSecrets}. */
const user = "ali";
const password = "opensesame";

/** The Secrets of the row `basic-auth`, in the form of each controller. */
export const passwordSecrets = [
  {
    name: "passwords-f5",
    type: "nginx.org/htpasswd",
    stringData: { htpasswd: `${user}:{PLAIN}${password}\n` },
  },
  { name: "passwords-ingress-nginx", type: "Opaque", stringData: { auth: `${user}:{PLAIN}${password}\n` } },
  {
    name: "passwords-haproxy",
    type: "Opaque",
    stringData: { [user]: "$5$exposure$zXupmyZT1LVXphi0ybIRHqUmcLLaqRiNaVi7sk9/lg8" },
  },
].map(({ name, ...secret }) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: "default" },
  ...secret,
}));

export const fieldRows: readonly FieldRow[] = [
  {
    name: "exact-path",
    keys: { paths: [{ path: "/only", type: "Exact" }] },
    first: { path: "/only" },
    seen: async (t, ask) => {
      t.is((await ask({ path: "/only" })).seen?.path, "/only");
      for (const path of ["/only/more", "/", "/onlyx"]) t.is((await ask({ path })).status, 404, path);
    },
  },
  {
    name: "rewrite",
    keys: { paths: [{ path: "/audio" }], rewrite: "/v1" },
    first: { path: "/audio" },
    seen: async (t, ask) => {
      t.is((await ask({ path: "/audio/x?q=1" })).seen?.path, "/v1/x");
      t.is((await ask({ path: "/audio/x?q=1" })).seen?.query, "q=1");
      t.is((await ask({ path: "/audiox" })).status, 404);
    },
  },
  {
    name: "regex-path",
    keys: { paths: [{ path: "/users/([a-z]+)/([0-9]+)", type: "Regex" }], rewrite: "/$2/of/$1" },
    not: ["haproxy"],
    first: { path: "/users/ann/7" },
    seen: async (t, ask) => {
      t.is((await ask({ path: "/users/ann/7/x?q=1" })).seen?.path, "/7/of/ann");
      t.is((await ask({ path: "/USERS/Bob/8" })).seen?.path, "/8/of/Bob");
      t.is((await ask({ path: "/users/7/ann" })).status, 404);
    },
  },
  {
    name: "redirect",
    keys: { redirect: { to: "https://new.example/base/", status: 308, keepPath: true } },
    seen: async (t, ask) => {
      const { status, location, seen } = await ask({ path: "/a%20b?q=1" });
      t.deepEqual([status, location, seen], [308, "https://new.example/base/a%20b?q=1", undefined]);
    },
  },
  {
    name: "app-root",
    keys: { appRoot: "/home" },
    first: { path: "/home" },
    seen: async (t, ask) => {
      const { status, location } = await ask({ path: "/" });
      t.is(status, 302);
      t.regex(location ?? "", /^(http:\/\/[^/]+)?\/home$/);
      t.is((await ask({ path: "/home" })).seen?.path, "/home");
    },
  },
  {
    name: "upstream-host",
    keys: { upstreamHost: "app.internal" },
    not: ["f5"],
    seen: async (t, ask) => {
      t.is((await ask()).seen?.host, "app.internal");
    },
  },
  {
    name: "emergency-rewrite",
    keys: { paths: [{ path: "/audio" }], rewrite: "/v1" },
    emergency: { rewrite: "/static" },
    not: ["haproxy"],
    first: { path: "/audio" },
    seen: async (t, ask) => {
      const { seen } = await ask({ path: "/audio/x" });
      t.deepEqual([seen?.service, seen?.path], ["field-emergency-rewrite-standby", "/static/x"]);
    },
  },
  {
    name: "emergency-protocol",
    keys: { protocol: "https" },
    emergency: { protocol: "http" },
    not: ["haproxy"],
    seen: async (t, ask) => {
      const { status, seen } = await ask(); // the lab's backends speak no TLS: by the primary's protocol it were 502
      t.deepEqual([status, seen?.service], [200, "field-emergency-protocol-standby"]);
    },
  },
  {
    name: "force-https",
    keys: { tls: true, forceHttps: 302 },
    not: ["ingress-nginx"], // one status for the class, and the seed has another
    seen: async (t, ask) => {
      const { status, location, seen } = await ask({ path: "/a?q=1" });
      t.is(status, 302);
      t.is(seen, undefined);
      t.regex(location ?? "", /^https:\/\/.*\/a\?q=1$/);
      t.is((await ask({ path: "/a", tls: true })).status, 200);
    },
  },
  {
    name: "body-size",
    keys: { bodySize: "1k" },
    not: ["haproxy"],
    seen: async (t, ask) => {
      t.is((await ask({ method: "POST", bytes: 1_000 })).seen?.bytes, 1_000);
      t.is((await ask({ method: "POST", bytes: 1_025 })).status, 413);
    },
  },
  {
    name: "read-timeout",
    keys: { timeouts: { read: "1s" } },
    seen: async (t, ask) => {
      const began = performance.now();
      t.is((await ask({ path: "/?delay=8s" })).status, 504);
      const seconds = (performance.now() - began) / 1000;
      t.true(seconds > 0.9 && seconds < 6, `answered after ${seconds} s`);
    },
  },
  {
    name: "rate-limit",
    keys: { rateLimit: { requestsPerSecond: 1, burst: 2 } },
    seen: async (t, ask) => {
      const found = await statuses(ask, 20);
      t.deepEqual(found.slice(0, 2), [200, 200]);
      t.true(found.includes(429), found.join(" "));
      t.deepEqual([...new Set(found)].toSorted(), [200, 429]);
    },
  },
  {
    name: "allow",
    keys: { allow: [`${bridge.address}/32`] },
    seen: async (t, ask) => {
      t.is((await ask()).status, 200);
    },
  },
  {
    name: "allow-others",
    keys: { allow: [elsewhere] },
    seen: async (t, ask) => {
      const { status, seen } = await ask({ headers: { "x-forwarded-for": "192.0.2.7" } });
      t.deepEqual([status, seen], [403, undefined]);
    },
  },
  {
    name: "deny",
    keys: { deny: [elsewhere] },
    seen: async (t, ask) => {
      t.is((await ask({ headers: { "x-forwarded-for": "192.0.2.7" } })).status, 200);
    },
  },
  {
    name: "deny-client",
    keys: { deny: [`${bridge.address}/32`] },
    seen: async (t, ask) => {
      const { status, seen } = await ask();
      t.deepEqual([status, seen], [403, undefined]);
    },
  },
  {
    name: "allow-and-deny",
    keys: { allow: [`${bridge.address}/24`], deny: [`${bridge.address}/32`] },
    seen: async (t, ask) => {
      const { status, seen } = await ask();
      t.deepEqual([status, seen], [403, undefined]);
    },
  },
  {
    name: "connections",
    keys: { connections: 2 },
    not: ["f5"],
    seen: async (t, ask) => {
      const slow = () => ask({ path: "/?delay=3s" });
      const found = (await Promise.all([slow(), slow(), slow(), slow()])).map(({ status }) => status);
      t.deepEqual(found.toSorted(), [200, 200, 429, 429]);
      t.is((await ask()).status, 200);
    },
  },
  {
    name: "rate-limit-header",
    keys: { rateLimit: { requestsPerMinute: 1, burst: 1, header: "X-Key" } },
    not: ["ingress-nginx"],
    seen: async (t, ask) => {
      const of = (key: string) => () => ask({ headers: { "x-key": key } });
      const first = await statuses(of("one"), 6);
      t.is(first[0], 200);
      t.is(first.at(-1), 429);
      t.is((await of("two")()).status, 200, "another key");
      t.deepEqual(await statuses(ask, 6), [200, 200, 200, 200, 200, 200], "none");
    },
  },
  {
    name: "cors",
    keys: {
      cors: {
        origins: ["https://shop.example.com"],
        methods: ["GET", "PUT"],
        credentials: true,
        exposeHeaders: ["X-Page"],
      },
    },
    seen: async (t, ask) => {
      const origin = "https://shop.example.com";
      const question = { origin, "access-control-request-method": "PUT" };
      const before = await ask({ method: "OPTIONS", headers: question });
      t.is(before.seen, undefined, "the backend is not asked");
      t.true([200, 204].includes(before.status));
      t.is(before.headers["access-control-allow-origin"], origin);
      t.is(before.headers["access-control-allow-credentials"], "true");
      t.regex(`${before.headers["access-control-allow-methods"]}`, /^GET, ?PUT$/);
      const { headers, seen } = await ask({ headers: { origin } });
      t.truthy(seen);
      t.is(headers["access-control-allow-origin"], origin);
      t.regex(`${headers["access-control-expose-headers"]}`, /X-Page/);
      for (const other of ["https://shop.example.com.evil.example", "https://evil.example"])
        t.is(
          (await ask({ headers: { origin: other } })).headers["access-control-allow-origin"],
          undefined,
          other,
        );
    },
  },
  {
    name: "sticky-attributes",
    keys: {
      tls: true,
      forceHttps: true,
      sticky: { cookie: "kept", sameSite: "strict", secure: true, httpOnly: true },
    },
    seen: async (t, ask) => {
      const { cookies } = await ask({ tls: true });
      const cookie = cookies.find((one) => one.startsWith("kept=")) ?? "";
      for (const attribute of [/; ?samesite=strict/i, /; ?secure/i, /; ?httponly/i, /; ?path=\//i])
        t.regex(cookie, attribute);
    },
  },
  {
    name: "sticky",
    keys: { sticky: { cookie: "kept" } },
    replicas: 2,
    seen: async (t, ask) => {
      const { cookies, seen } = await ask();
      const cookie = cookies.map((one) => one.split(";")[0]).find((one) => one?.startsWith("kept="));
      t.truthy(cookie);
      for (let number = 0; number < 10; number++)
        t.is((await ask({ headers: { cookie: `${cookie}` } })).seen?.pod, seen?.pod);
    },
  },
  {
    name: "hsts",
    keys: { tls: true, hsts: { maxAge: "30d" } },
    not: ["ingress-nginx"], // one for the class, and services of the seed have none
    seen: async (t, ask, controller) => {
      t.regex(`${(await ask({ tls: true })).headers["strict-transport-security"]}`, /^max-age=2592000\b/);
      const plain = controller === "haproxy" ? "max-age=2592000" : undefined;
      t.is((await ask()).headers["strict-transport-security"], plain);
    },
  },
  {
    name: "headers",
    keys: {
      headers: { request: { "X-Zone": "eu" }, response: { "X-Frame-Options": "DENY" }, hide: ["X-Service"] },
    },
    seen: async (t, ask) => {
      const { seen, headers } = await ask({ headers: { "x-zone": "forged" } });
      t.deepEqual(seen?.headers["X-Zone"], ["eu"]);
      t.is(headers["x-frame-options"], "DENY");
      t.is(headers["x-service"], undefined);
    },
  },
  {
    name: "basic-auth",
    keys: (controller) => ({ basicAuth: { secret: `passwords-${controller}`, realm: "Office" } }),
    seen: async (t, ask) => {
      const { status, headers, seen } = await ask();
      t.deepEqual([status, seen], [401, undefined]);
      t.regex(`${headers["www-authenticate"]}`, /^Basic realm="?Office"?/);
      t.is((await ask(basic(user, "wrong"))).status, 401);
      t.is((await ask(basic(user, password))).status, 200);
    },
  },
];
