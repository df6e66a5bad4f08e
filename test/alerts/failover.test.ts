import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { parse } from "yaml";
import { run } from "../../lab/machine/run.ts";
import { ensureToolset } from "../../lab/tools/toolset.ts";
import { promtool } from "../../lab/tools/toolsets.ts";
import { classOf, planOf, service } from "../core/controllers/fixtures.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const rules = new URL("../../alerts/failover.yaml", import.meta.url).pathname;
const allowList = /--metric-annotations-allowlist=ingresses=\[(exposure[^\]\s]*)\]/;

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

/** The labels that kube-state-metrics makes of them. */
const label = (annotation: string) => `annotation_${annotation.replace(/\W/g, "_")}`;

test("the alert uses exactly the annotations of a switched Ingress", async (t) => {
  const shop = service("shop", { emergency: { service: "standby" } });
  const occasion = { reason: "down", since: "2026-11-24T12:00:00Z", until: "2026-11-24T18:00:00Z" };
  const flag = { services: { shop: { mode: "drill", ...occasion } } } as const;
  const [plan] = planOf(classOf("ingress-nginx"), [shop], flag).ingresses;
  const marks = Object.keys(plan?.canary?.metadata.annotations ?? {}).filter((name) =>
    name.startsWith("exposure.dev/"),
  );
  const { groups }: Rules = parse(await readFile(rules, "utf8"));
  const [active, unseen] = groups.flatMap((group) => group.rules);
  t.is(active?.alert, "FailoverActive");
  t.is(unseen?.alert, "FailoverUnseen");
  const used = new Set(active?.expr.match(/annotation_\w+/g));
  t.deepEqual([...used].toSorted(), marks.map(label).toSorted());
  const docs = await readFile(new URL("../../docs/failover.md", import.meta.url), "utf8");
  t.deepEqual(
    allowList.exec(docs)?.[1]?.split(",").toSorted(),
    marks.toSorted(),
    "docs/failover.md lets them through",
  );
});

test("Prometheus accepts the rules, and they fire as expected", async (t) => {
  t.timeout(15 * 60_000); // time for a first build of promtool
  const { promtool: command = "promtool" } = await ensureToolset(promtool);
  const folder = await temporaryFolder(t);
  await cp(rules, join(folder, "failover.yaml"));
  const cases = join(folder, "cases.yaml");
  await cp(new URL("failover.promtool.yaml", import.meta.url), cases);
  const checked = await run(command, ["check", "rules", rules]);
  t.regex(checked.stdout, /SUCCESS: 2 rules found/);
  const tested = await run(command, ["test", "rules", cases], { cwd: folder });
  t.regex(tested.stdout, /SUCCESS/);
});
