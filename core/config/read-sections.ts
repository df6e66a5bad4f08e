import type { ClassArgs, ClassSpec } from "../model/class.ts";
import type { ClassControllerName } from "../model/controllers.ts";
import type { Problem } from "../model/problems.ts";
import { type ControllerDefaults, resolveClass } from "../model/resolve-class.ts";
import { resolveLogrotate } from "../model/resolve-logrotate.ts";
import { resolveService } from "../model/resolve-service.ts";
import type { ServiceArgs, ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";
import { readCatalogue } from "./catalog-folder.ts";
import { classConfig } from "./class-config.ts";
import { contextName, kubeconfigPath } from "./cluster-config.ts";
import { type Entry, entriesOf, readEntries, type Section } from "./entries.ts";
import { failoverConfig } from "./failover-config.ts";
import { logrotateConfig } from "./logrotate-config.ts";
import type { ProjectFiles } from "./project-files.ts";
import type { Sections } from "./raw-config.ts";
import { text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { serviceConfig } from "./service-config.ts";

export interface ClassSection extends Section<ClassArgs, ClassSpec> {
  /** Whether every class could be read. */
  readonly complete: boolean;
}

export interface ServiceSection extends Section<ServiceArgs, ServiceSpec> {
  /** Whether the names of all services are known. */
  readonly complete: boolean;
  /** Names that are defined more than once: the first definition is read. */
  readonly twice: readonly string[];
}

/** The values of the keys that hold neither classes nor services. */
export interface Settings extends Pick<StackConfig, "cluster" | "failover" | "logrotate"> {
  readonly catalog: string | undefined;
  readonly problems: readonly Problem[];
}

type SettingValues = Sections<"catalog" | "failover" | "kubeconfig" | "context" | "logrotate">["values"];

export function readSettings(values: SettingValues): Settings {
  const problems: Problem[] = [];
  const read = <T>(key: keyof SettingValues, schema: Schema<T>): T | undefined => {
    const value = values[key];
    // Every key that Pulumi.yaml declares has a default: an empty one stands for none.
    if (value === undefined || (value === "" && key !== "failover")) return undefined;
    const parsed = schema.parse(value, key);
    if (parsed.ok) return parsed.value;
    problems.push(...parsed.problems);
    return undefined;
  };
  const kubeconfig = read("kubeconfig", kubeconfigPath);
  const context = read("context", contextName);
  const catalog = read("catalog", text());
  const failover = read("failover", failoverConfig) ?? "none";
  const logrotate = resolveLogrotate(read("logrotate", logrotateConfig) ?? {});
  const cluster = {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  };
  return { cluster, failover, logrotate, catalog, problems };
}

/** @param controllers what a class takes from its controller */
export function readClasses(
  input: unknown,
  controllers: Readonly<Record<ClassControllerName, ControllerDefaults>>,
): ClassSection {
  const entries = entriesOf("classes", input);
  if (!entries.ok) return { located: [], unread: [], problems: entries.problems, complete: false };
  const section = readEntries(entries.value, classConfig, (name, args) =>
    resolveClass(name, args, controllers),
  );
  return { ...section, complete: section.unread.length === 0 };
}

/** Services of the stack file and of the catalogue's folder together. */
export function readServices(
  input: unknown,
  catalog: string | undefined,
  files: ProjectFiles,
  defaultClass: string,
): ServiceSection {
  const entries = entriesOf("services", input);
  const catalogue = catalog === undefined ? undefined : readCatalogue(catalog, files);
  const written = entries.ok ? entries.value : [];
  const filed = (catalogue?.files ?? []).map(({ name, file, contents }): Entry => {
    return { name, input: contents, at: (field = "") => (field === "" ? file : `${file}: ${field}`) };
  });
  const { unique, twice, problems } = oncePerName([...written, ...filed]);
  const section = readEntries(unique, serviceConfig, (name, args) =>
    resolveService(name, args, defaultClass),
  );
  return {
    ...section,
    problems: [
      ...(entries.ok ? [] : entries.problems),
      ...(catalogue?.problems ?? []),
      ...problems,
      ...section.problems,
    ],
    complete: entries.ok && (catalogue?.problems ?? []).length === 0,
    twice,
  };
}

/** The first definition of each service; each further one is a problem. */
function oncePerName(entries: readonly Entry[]): {
  readonly unique: readonly Entry[];
  readonly twice: readonly string[];
  readonly problems: readonly Problem[];
} {
  const first = new Map<string, Entry>();
  const twice: string[] = [];
  const problems = entries.flatMap((entry) => {
    const earlier = first.get(entry.name);
    if (earlier === undefined) {
      first.set(entry.name, entry);
      return [];
    }
    twice.push(entry.name);
    const message = `service "${entry.name}" is already defined in ${earlier.at()}: remove one of the two`;
    return [{ path: entry.at(), code: "defined-twice", message }];
  });
  return { unique: [...first.values()], twice, problems };
}
