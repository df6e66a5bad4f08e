import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { filesOf } from "../components/project-files.ts";
import { stackObjects } from "../components/stack-objects.ts";
import { readStackFile } from "../core/config/stack-file.ts";
import { hint } from "../core/config/suggest.ts";
import { classControllers } from "../core/controllers/registry.ts";
import { expiryOf } from "../core/failover/expiry.ts";
import type { DefinitionFile } from "../core/kubernetes/definitions.ts";
import type { KubernetesObject } from "../core/kubernetes/objects.ts";
import { printableLines, shellWord } from "../core/model/printable.ts";
import { messageOf, UserError } from "../core/model/user-error.ts";
import { renderDocuments, withoutSecrets } from "../core/render/documents.ts";
import { inOrder } from "../core/render/order.ts";
import { serviceObjects } from "../core/render/service-objects.ts";
import { sizeWarnings } from "../core/stack/config-size.ts";
import { readArguments, runCommand } from "./command.ts";
import { flagKey, type ProjectKind, type ProjectStack, projectAt } from "./projects.ts";

const usage = `Usage: npm run render -- --stack <stack> [options]
Writes the objects of a stack as YAML for kubectl: no engine, no state, no cluster.

  --stack <stack>        reads Pulumi.<stack>.yaml
  --project <folder>     folder of Pulumi.yaml and the stack files, this one unless given: stacks/haproxy-edge
                         for an edge, whose exposure stack is read from Pulumi.<stack>.yaml two folders above
  --file <file>          reads this file in place of it
  --failover <flag>      all, none or services with commas between them, in place of what the file says
  --only failover        only the Ingresses that an emergency switch can change
  --only <service,…>     only the Ingresses of these services
  --secrets              Secrets too
  --out <file>           writes there in place of standard output`;

const options = {
  stack: { type: "string" },
  project: { type: "string" },
  file: { type: "string" },
  failover: { type: "string" },
  only: { type: "string" },
  secrets: { type: "boolean", default: false },
  out: { type: "string" },
} as const;

/** The project's folder. */
const projectRoot = fileURLToPath(new URL("..", import.meta.url));

export interface Rendered {
  readonly text: string;
  readonly objects: number;
  readonly warnings: readonly string[];
}

/**
 * What `npm run render` writes.
 * @param folder of Pulumi.yaml and the stack files, where `--project` names no other
 * @param now milliseconds since 1970
 * @throws {UserError} on a command line or stack file that is refused
 */
export async function render(
  args: readonly string[],
  folder: string = projectRoot,
  now: number = Date.now(),
): Promise<Rendered & { readonly out?: string }> {
  const { values } = readArguments(args, options, usage);
  if (values.stack === undefined) throw new UserError(`--stack is missing\n\n${usage}`);
  const root = values.project === undefined ? folder : resolve(values.project);
  const kind = await projectAt(root);
  if (values.secrets && kind.noSecrets !== undefined) {
    throw new UserError(`--secrets: ${kind.noSecrets}, so leave it out: what the cluster has stays`);
  }
  const file = values.file ?? `Pulumi.${values.stack}.yaml`;
  const text = required(filesOf(root).read(file), file);
  const { raw, warnings } = readStackFile(file, text, kind.name, kind.placeholders);
  const flag = values.failover === undefined ? {} : { [flagKey(kind)]: values.failover };
  // What has to be encrypted in the stack file is in plain text in a copy of it.
  const place = { root, stack: values.stack, isEncrypted: () => undefined };
  const stack = kind.read({ ...raw, ...flag }, place);
  const all = await objectsOf(kind, stack, values.only);
  const { objects, withheld } = values.secrets ? { objects: all, withheld: [] } : withoutSecrets(all);
  const comment = [
    `Stack ${values.stack}: ${objects.length} objects, ${flagKey(kind)} ${shown(stack)}.`,
    ...(withheld.length === 0 ? [] : [leftOut(withheld.length, kind)]),
    "",
    ...definitionsOf(objects).map(({ release, url }) => {
      return `First, unless the cluster has the definitions of ${release}: kubectl${contextOf(stack)} apply --server-side -f ${url}`;
    }),
    `kubectl${contextOf(stack)} apply --server-side --force-conflicts -f <this file>`,
    "",
    "Leave kubectl its own field manager: the next `pulumi up` takes over what kubectl has applied.",
    `Before that, set ${flagKey(kind)} to what this file says; \`pulumi up --refresh\` without that`,
    "puts back what the stack file says.",
  ];
  return {
    text: renderDocuments(comment, objects),
    objects: objects.length,
    warnings: [...warnings, ...sizeWarnings(raw, kind.name), ...expiryWarnings(stack, now)],
    ...(values.out === undefined ? {} : { out: values.out }),
  };
}

async function objectsOf(
  { name: project }: ProjectKind,
  { services, plans, declare }: ProjectStack,
  only: string | undefined,
): Promise<readonly KubernetesObject[]> {
  if (only === undefined) {
    // A resource of Pulumi's for each service would take most of the time and memory.
    const others = await stackObjects(project, declare);
    return inOrder([
      ...others,
      ...serviceObjects(
        plans,
        services.map(({ name }) => name),
      ),
    ]);
  }
  if (only === "failover") return serviceObjects(plans);
  const asked = only.split(",").map((name) => name.trim());
  const known = services.map(({ name }) => name);
  const all = new Set(known);
  const unknown = asked.find((name) => !all.has(name));
  if (unknown !== undefined) {
    throw new UserError(
      `--only: expected "failover" or names of services, got "${unknown}"${hint(unknown, known)}`,
    );
  }
  return serviceObjects(plans, asked);
}

/** The files that define kinds among these objects. */
function definitionsOf(objects: readonly KubernetesObject[]): readonly DefinitionFile[] {
  const groups = new Set(objects.map(({ apiVersion }) => apiVersion.split("/")[0]));
  return Object.values(classControllers)
    .flatMap(({ definitions }) => definitions ?? [])
    .filter(({ group }) => groups.has(group));
}

function leftOut(secrets: number, { noSecrets }: ProjectKind): string {
  return `${secrets} Secrets are left out (${noSecrets ?? "--secrets"}).`;
}

/** At three in the morning a switch that is overdue must not keep anybody from rendering it. */
function expiryWarnings({ failover, services }: ProjectStack, now: number): readonly string[] {
  const { warnings, problems } = expiryOf(failover, services, now);
  return [...warnings, ...problems.map(({ message }) => message)];
}

function contextOf({ cluster: { kubeconfig, context } }: ProjectStack): string {
  const option = (name: string, value: string | undefined) => (value ? ` --${name} ${shellWord(value)}` : "");
  return option("kubeconfig", kubeconfig) + option("context", context);
}

function shown({ failover }: ProjectStack): string {
  if (failover === "all" || failover === "none") return failover;
  return JSON.stringify(failover);
}

function required(text: string | undefined, file: string): string {
  if (text !== undefined) return text;
  throw new UserError(`there is no ${file}: name a stack that has one with --stack, or a file with --file`);
}

/** A full disk, or a folder that is not there, is the user's to mend. */
function cannotWrite(file: string): (error: unknown) => never {
  return (error) => {
    throw new UserError(`${file} cannot be written: ${messageOf(error)}`);
  };
}

if (import.meta.main) {
  await runCommand(async () => {
    const { text, objects, warnings, out } = await render(process.argv.slice(2));
    for (const warning of warnings) console.error(printableLines(`warning: ${warning}`));
    if (out === undefined) process.stdout.write(text);
    else await writeFile(out, text).catch(cannotWrite(out));
    if (out !== undefined) console.error(`${objects} objects written to ${out}`);
    return 0;
  });
}
