import { bridge } from "../../lab/cluster/addresses.ts";
import { until } from "../../lab/machine/until.ts";
import { upBackend } from "../../lab/testbed/backend.ts";
import { generations } from "./haproxy-processes.ts";
import { kept, keptCookie, keptHost, ports } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { ask, type Question } from "./request.ts";

/** What a client could say of itself, and what the backend must not take for the edge's word. */
const forged = {
  forwarded: "for=192.0.2.66;proto=https",
  "x-forwarded-for": "192.0.2.66",
  "x-forwarded-host": "forged.example",
  "x-forwarded-port": "1",
  "x-forwarded-proto": "gopher",
  "x-original-url": "/admin",
  "x-real-ip": "192.0.2.66",
} as const;

/** Requests of class `haproxy`: what reaches the backend, and which one. */
export function haproxyRequests({ check, testbed }: HaproxySuite): void {
  const plain: Question = { host: keptHost, path: "/", port: ports.haproxy };
  const served = async (replicas: number) => {
    await upBackend(testbed(), kept, replicas);
    for (const node of testbed().nodes) {
      const serves = async () => (await ask(node, plain)).status === 200;
      await until(`${node.name} serves ${keptHost}`, 60_000, serves);
    }
  };

  for (const [kind, question, proto, port] of [
    ["plain HTTP", plain, "http", ports.haproxy],
    ["TLS", { ...plain, tls: true, port: ports.haproxyTls }, "https", ports.haproxyTls],
  ] as const) {
    check(`over ${kind} the backend learns of the client from HAProxy alone`, async (t) => {
      await served(2);
      for (const node of testbed().nodes) {
        const { seen } = await ask(node, { ...question, headers: forged });
        const { headers = {} } = seen ?? {};
        t.like(headers, {
          "X-Forwarded-For": [bridge.address],
          "X-Forwarded-Host": [keptHost],
          "X-Forwarded-Port": [String(port)],
          "X-Forwarded-Proto": [proto],
          "X-Real-Ip": [bridge.address],
          "X-Zone": ["eu"],
        });
        t.is(headers.Forwarded, undefined);
        t.is(headers["X-Original-Url"], undefined);
      }
    });
  }

  check(
    "a client stays with its pod on every node, also while others come; HAProxy never reloads",
    async (t) => {
      await served(2);
      const [first] = testbed().nodes;
      if (first === undefined) return t.fail();
      const before = await generations(testbed());
      const { seen, cookies } = await ask(first, plain);
      const cookie = cookies.map((one) => one.split(";")[0]).find((one) => one?.startsWith(`${keptCookie}=`));
      t.truthy(cookie);
      const podsOf = async (headers?: Readonly<Record<string, string>>) => {
        const pods = new Set<string | undefined>();
        for (const node of testbed().nodes)
          for (let count = 0; count < 10; count++)
            pods.add((await ask(node, headers === undefined ? plain : { ...plain, headers })).seen?.pod);
        return pods;
      };
      t.deepEqual([...(await podsOf({ cookie: `${cookie}` }))], [seen?.pod]);
      t.is((await podsOf()).size, 2, "others go to either");
      await served(4);
      await until("all four answer", 30_000, async () => (await podsOf()).size === 4);
      t.deepEqual([...(await podsOf({ cookie: `${cookie}` }))], [seen?.pod]);
      t.deepEqual(await generations(testbed()), before);
    },
  );
}
