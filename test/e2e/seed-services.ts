import type { ExecutionContext } from "ava";
import { ask, call, type Question } from "./request.ts";
import type { Side } from "./settings.ts";
import type { Suite } from "./suite.ts";

const shared = "hello-world.example";
const audio = "cl-k8s.yidianzixun.com";
/** A host that matches no rule. */
const unknownHost = "nobody.example";

/** The configuration that a controller's tests start with. */
export function comeUp({ check, testbed, settings, comingUp }: Suite): void {
  check("a class and its services come up on two real nodes", async (t) => {
    const own = await settings();
    const changes = await comingUp(() => testbed().up(own));
    t.notDeepEqual(Object.keys(changes), ["same"]);
    await testbed().upBackends();
    const again = await testbed().up(await settings());
    t.deepEqual(Object.keys(again), ["same"], "nothing is left to do");
  });
}

/** Each of the seed's services on both nodes: which backend answers, and with which path. */
export function seedServices({ check, testbed }: Suite, { http, https }: Side): void {
  const onPort = (question: Question): Question => ({ ...question, port: question.tls ? https : http });
  const answered = async (t: ExecutionContext, question: Question, service: string, path: string) => {
    for (const node of testbed().nodes) {
      const { status, seen } = await ask(node, onPort(question));
      const got = { status, service: seen?.service, path: seen?.path };
      t.deepEqual(got, { status: 200, service, path }, `${node.name} ${question.host}${question.path}`);
    }
  };
  const refused = async (t: ExecutionContext, question: Question, status: number) => {
    for (const node of testbed().nodes) {
      const { seen, ...answer } = await ask(node, onPort(question));
      t.is(seen, undefined, "no backend was asked");
      t.is(answer.status, status, `${node.name} ${question.host}${question.path}`);
    }
  };

  check("two paths of one host lead to two services", async (t) => {
    await answered(t, { host: shared, path: "/" }, "web", "/");
    await answered(t, { host: shared, path: "/any/where" }, "web", "/any/where");
    await answered(t, { host: shared, path: "/v2" }, "web2", "/v2");
    await answered(t, { host: shared, path: "/v2/x" }, "web2", "/v2/x");
  });

  check("a prefix is rewritten, the query stays, and a longer word is not the prefix", async (t) => {
    await answered(t, { host: audio, path: "/audio", tls: true }, "audio-callback-api", "/");
    await answered(t, { host: audio, path: "/audio/", tls: true }, "audio-callback-api", "/");
    await answered(t, { host: audio, path: "/audio/a/b", tls: true }, "audio-callback-api", "/a/b");
    const [node] = testbed().nodes;
    t.is(
      (await ask(node, onPort({ host: audio, path: "/audio/a?q=1&r=2", tls: true }))).seen?.query,
      "q=1&r=2",
    );
    await refused(t, { host: audio, path: "/audiox", tls: true }, 404);
    await refused(t, { host: audio, path: "/other", tls: true }, 404);
  });

  check("plain HTTP is sent to HTTPS", async (t) => {
    for (const node of testbed().nodes) {
      const { status, location } = await ask(node, onPort({ host: audio, path: "/audio/a?q=1" }));
      t.is(status, 308);
      const url = new URL(location ?? "");
      t.is(url.port === "" ? 443 : Number(url.port), https);
      t.is(`${url.protocol}//${url.hostname}${url.pathname}${url.search}`, `https://${audio}/audio/a?q=1`);
    }
  });

  check("a rule without a host serves gRPC with a message of 16 MB, and refuses more", async (t) => {
    const question = { host: unknownHost, path: "/feed.FeedBack/Echo", port: https };
    for (const node of testbed().nodes) {
      const { status, grpcStatus, seen } = await call(node, question, 16_000_000);
      t.deepEqual(
        { status, grpcStatus, service: seen?.service, bytes: seen?.bytes },
        { status: 200, grpcStatus: "0", service: "compete-feedback", bytes: 16_000_000 },
      );
      const larger = await call(node, question, 17_000_000);
      t.deepEqual([larger.status, larger.seen], [413, undefined]);
    }
  });

  check("what no rule covers is answered by no service", async (t) => {
    await refused(t, { host: unknownHost, path: "/other", tls: true }, 404);
    await refused(t, { host: unknownHost, path: "/other" }, 404);
    await refused(t, { host: unknownHost, path: "/" }, 404);
  });
}
