import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LiveObject } from "../../core/controllers/live-view.ts";
import { nginxLiveView } from "../../core/controllers/nginx/live-view.ts";
import { itemsOf } from "../../core/failover/backend-state.ts";
import { openApiServer } from "../../core/kubernetes/api-server.ts";
import { projectRoot } from "../../lab/machine/folders.ts";
import { setFailover } from "../../lab/stacks/set-failover.ts";
import { type Field, stackName } from "./field.ts";
import { measure, type Run } from "./measure.ts";
import type { Contestant } from "./results.ts";
import { standbyOf } from "./services.ts";

const ingresses = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
const rounds = 3;
/** Rounds for all services. Each switches there and back, and both count. */
const roundsOfAll = 1;

/** Switches one service there and back, by each way in turn. Only the way there is measured. */
export async function switchOne(
  field: Field,
  progress: (detail: string) => void,
): Promise<readonly Contestant[]> {
  const service = field.services[Math.floor(field.services.length / 2)] ?? "";
  const api = await openApiServer({ kubeconfig: field.cluster.kubeconfig });
  const live = async () => (await api.get(`${ingresses}/${service}`)) as LiveObject;
  const servedBy = (backend: string) => async () =>
    nginxLiveView.leadsTo(await live())[0]?.service === backend;
  const replacements = await replacementFiles(field, service, await live());
  const replace = (file: string) => [
    field.cluster.kubectl.path,
    "--kubeconfig",
    field.cluster.kubeconfig,
    "replace",
    "-f",
    file,
  ];
  const ways: readonly Way[] = [
    {
      name: "`kubectl replace -f`",
      switchOver: replace(replacements.standby),
      switchBack: replace(replacements.own),
    },
    {
      name: "`npm run failover`",
      switchOver: failoverCommand(field, "on", service, "--reason", "bench"),
      switchBack: failoverCommand(field, "off", service),
    },
    {
      name: "`pulumi up`",
      rounds: 1,
      switchOver: upCommand(field),
      switchBack: upCommand(field),
      before: (flag) =>
        setFailover(join(field.root, `Pulumi.${stackName}.yaml`), flag === "on" ? service : "none"),
    },
  ];
  return contest(
    field,
    ways,
    rounds,
    { switchedOver: servedBy(standbyOf(service)), switchedBack: servedBy(service), every: 20 },
    progress,
  );
}

/** Switches every service there and back. Both directions are measured. */
export async function switchAll(
  field: Field,
  progress: (detail: string) => void,
): Promise<readonly Contestant[]> {
  const api = await openApiServer({ kubeconfig: field.cluster.kubeconfig });
  const standby = field.services.map(standbyOf);
  const served = (backends: readonly string[]) => async () => {
    const all = itemsOf<LiveObject>(await api.get(ingresses)).flatMap(nginxLiveView.leadsTo);
    const live = new Set(all.map(({ service }) => service));
    return backends.every((backend) => live.has(backend));
  };
  const apply = async (flag: "all" | "none") => {
    const file = join(field.root, `${flag}.yaml`);
    const render = [
      process.execPath,
      join(projectRoot, "operations/render.ts"),
      "--stack",
      stackName,
      "--project",
      field.root,
    ];
    await measure(
      [...render, "--failover", flag, "--only", "failover", "--out", file],
      field.env,
      async () => true,
      20,
    );
    const { path } = field.cluster.kubectl;
    return [
      path,
      "--kubeconfig",
      field.cluster.kubeconfig,
      "apply",
      "--server-side",
      "--force-conflicts",
      "-f",
      file,
    ];
  };
  const ways: readonly Way[] = [
    {
      name: "`kubectl apply --server-side`",
      switchOver: await apply("all"),
      switchBack: await apply("none"),
    },
    {
      name: "`npm run failover -- --all`",
      switchOver: failoverCommand(field, "on", "--all", "--reason", "bench"),
      switchBack: failoverCommand(field, "off", "--all"),
    },
  ];
  return contest(
    field,
    ways,
    roundsOfAll,
    { switchedOver: served(standby), switchedBack: served(field.services), every: 500, both: true },
    progress,
  );
}

interface Way {
  readonly name: string;
  readonly switchOver: readonly string[];
  readonly switchBack: readonly string[];
  /** Fewer rounds, for a way whose runs take minutes. @default the contest's */
  readonly rounds?: number;
  /** What an operator does before the command. */
  readonly before?: (flag: "on" | "off") => Promise<unknown>;
}

interface Effects {
  readonly switchedOver: () => Promise<boolean>;
  readonly switchedBack: () => Promise<boolean>;
  readonly every: number;
  /** Whether the way back counts as well. @default false */
  readonly both?: boolean;
}

async function contest(
  { env }: Field,
  ways: readonly Way[],
  times: number,
  { switchedOver: there, switchedBack: back, every, both = false }: Effects,
  progress: (detail: string) => void,
): Promise<readonly Contestant[]> {
  const runs: Run[][] = ways.map(() => []);
  for (let round = 1; round <= times; round++) {
    for (const [index, way] of ways.entries()) {
      const { rounds = times } = way;
      if (round > rounds) continue;
      progress(`${way.name}, run ${round} of ${rounds}`);
      await way.before?.("on");
      runs[index]?.push(await measure(way.switchOver, env, there, every));
      await way.before?.("off");
      const returned = await measure(way.switchBack, env, back, every);
      if (both) runs[index]?.push(returned);
    }
  }
  return ways.map(({ name }, index) => ({ name, runs: runs[index] ?? [] }));
}

function failoverCommand({ root }: Field, ...args: readonly string[]): readonly string[] {
  const npm = ["npm", "--prefix", projectRoot, "run", "--silent", "failover", "--"];
  return [...npm, ...args, "--stack", stackName, "--project", root];
}

function upCommand({ root }: Field): readonly string[] {
  return [process.execPath, join(import.meta.dirname, "up.ts"), root, stackName];
}

/** The live Ingress in two files, as an operator would keep it: one with the primary backend, one with the standby. */
async function replacementFiles(field: Field, service: string, live: LiveObject) {
  const { name, namespace } = live.metadata;
  const { labels, annotations } = live.metadata as { labels?: object; annotations?: object };
  const object = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace, labels, annotations },
    spec: live.spec,
  };
  const primary = JSON.stringify(object);
  const files = { own: join(field.root, "own.json"), standby: join(field.root, "standby.json") };
  await writeFile(files.own, primary);
  await writeFile(
    files.standby,
    primary.replaceAll(`"service":{"name":"${service}"`, `"service":{"name":"${standbyOf(service)}"`),
  );
  return files;
}
