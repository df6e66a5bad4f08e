import { until } from "../../lab/machine/until.ts";
import { ensureBrowser, shownPage } from "./browser.ts";
import { generations } from "./haproxy-processes.ts";
import { liveHost, liveServed, ports, upLive } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { paced } from "./pace.ts";
import { ask } from "./request.ts";
import { bothKinds, noneFailed, onNodes, underLoads } from "./under-load.ts";

/** Services that HAProxy serves directly, without nginx. */
export function classHaproxy({ check, testbed }: HaproxySuite): void {
  check(
    "endpoints of class haproxy come and go under load, 2 to 10 to 2: no request fails, HAProxy never reloads",
    async (t) => {
      await upLive(testbed(), 2);
      await liveServed(testbed());
      const { kubectl } = testbed().cluster;
      const scale = async (replicas: number) => {
        await kubectl.run(["scale", "deployment/live", "-n", "default", `--replicas=${replicas}`]);
        await until(`${replicas} pods`, 90_000, async () => {
          const form = "jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}";
          const selector = ["-l", "kubernetes.io/service-name=live"];
          const { stdout } = await kubectl.run([
            "get",
            "endpointslice",
            "-n",
            "default",
            ...selector,
            "-o",
            form,
          ]);
          return stdout.split(" ").filter((address) => address !== "").length === replicas;
        });
      };
      const pods = new Set<string>();
      const before = await generations(testbed());
      const targets = onNodes(testbed(), ports.haproxy);
      const plan = { name: "live", targets, host: liveHost, services: ["live"], rate: 2_000, seconds: 240 };
      const results = await underLoads(await paced(bothKinds(plan)), async () => {
        await scale(10);
        await until("all ten answer", 30_000, async () => {
          for (const node of testbed().nodes) {
            const { seen } = await ask(node, { host: liveHost, path: "/", port: ports.haproxy });
            if (seen !== undefined) pods.add(seen.pod);
          }
          return pods.size === 10;
        });
        await scale(2);
        // the echo server serves on for 5 s once it is told to go
        await new Promise((resolve) => setTimeout(resolve, 8_000));
      });
      for (const result of results) {
        noneFailed(t, result);
      }
      t.deepEqual(await generations(testbed()), before);
    },
    5,
  );

  check("the statistics page asks for the password that the stack's outputs have", async (t) => {
    const outputs = await testbed().haproxyOutputs();
    const urls: readonly string[] = outputs.statsUrls?.value ?? [];
    const [user, password] = [String(outputs.statsUser?.value), String(outputs.statsPassword?.value)];
    t.true(outputs.statsPassword?.secret);
    t.is(urls.length, 2, "one a node");
    for (const url of urls) {
      const status = async (...credentials: readonly string[]) => {
        const headers = { authorization: `Basic ${btoa(credentials.join(":"))}` };
        return (await fetch(url, credentials.length === 0 ? {} : { headers })).status;
      };
      t.deepEqual(
        await Promise.all([status(), status(user, "wrong"), status(user, password)]),
        [401, 401, 200],
      );
    }
  });
}

/** The statistics as a person sees them. */
export function shownStatistics({ check, testbed }: HaproxySuite): void {
  check(
    "a browser shows the statistics only with the password",
    async (t) => {
      await ensureBrowser();
      const outputs = await testbed().haproxyOutputs();
      const url = new URL(outputs.statsUrls?.value[0]);
      t.notRegex(await shownPage(url.href), /Statistics Report|live/);
      url.username = outputs.statsUser?.value;
      url.password = outputs.statsPassword?.value;
      const page = await shownPage(url.href);
      t.regex(page, /Statistics Report for HAProxy/);
      t.regex(page, /default_svc_live_http/, "the backend of class haproxy");
    },
    5,
  );
}
