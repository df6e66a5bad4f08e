import type { Problem } from "../model/problems.ts";
import { UserError } from "../model/user-error.ts";
import { jsonText } from "./engine-yaml/json-text.ts";
import { plainJson } from "./engine-yaml/plain-json.ts";
import { readYaml } from "./engine-yaml/read-yaml.ts";
import type { ProjectFiles } from "./project-files.ts";

/** A file of the catalogue, which is named after its service. */
interface CatalogueFile {
  readonly name: string;
  readonly file: string;
  readonly contents: unknown;
}

export interface Catalogue {
  readonly files: readonly CatalogueFile[];
  readonly problems: readonly Problem[];
}

const fileForm = /^(?<name>[^.].*)\.(yaml|yml|json)$/;

/** Reads the services of a catalogue folder, sorted by file name. Hidden files and Markdown are ignored. */
export function readCatalogue(folder: string, { list, read }: ProjectFiles): Catalogue {
  const entries = entriesIn(folder, list);
  if (entries !== undefined && "problem" in entries) return { files: [], problems: [entries.problem] };
  if (entries === undefined) {
    const message = `expected a folder of the project, got "${folder}", which does not exist`;
    return { files: [], problems: [{ path: "catalog", code: "no-such-folder", message }] };
  }
  const files: CatalogueFile[] = [];
  const problems: Problem[] = [];
  for (const entry of entries.toSorted()) {
    if (entry.startsWith(".") || entry.endsWith(".md")) continue;
    const file = `${folder.replace(/\/+$/, "")}/${entry}`;
    const name = fileForm.exec(entry)?.groups?.name;
    const found = name === undefined ? undefined : textOf(file, read);
    if (found !== undefined && "problem" in found) {
      problems.push(found.problem);
      continue;
    }
    const text = found?.text;
    if (name === undefined || text === undefined) {
      problems.push({
        path: file,
        code: "wrong-file-name",
        message: "expected a file named <service>.yaml or <service>.json",
      });
      continue;
    }
    const document = parseYaml(file, text);
    if ("problem" in document) problems.push(document.problem);
    else files.push({ name, file, contents: document.contents });
  }
  return { files, problems };
}

/** More than a service takes, and what a file may hold: a million services of this size do not fit into memory. */
const mostCharacters = 1024 * 1024;

type Refused = { readonly problem: Problem };

function entriesIn(folder: string, list: ProjectFiles["list"]): readonly string[] | Refused | undefined {
  try {
    return list(folder);
  } catch (error) {
    return { problem: unreadable("catalog", error) };
  }
}

function textOf(file: string, read: ProjectFiles["read"]): { readonly text: string | undefined } | Refused {
  try {
    const text = read(file);
    if (text === undefined || text.length <= mostCharacters) return { text };
    return {
      problem: unreadable(file, new UserError("is larger than 1 MiB, the most that a service may take")),
    };
  } catch (error) {
    return { problem: unreadable(file, error) };
  }
}

/** @throws what is none of the user's mistakes */
function unreadable(path: string, error: unknown): Problem {
  if (error instanceof UserError) return { path, code: "unreadable-file", message: error.message };
  throw error;
}

/** By the rules of the stack file: a service reads the same in both. */
function parseYaml(
  file: string,
  text: string,
): { readonly contents: unknown } | { readonly problem: Problem } {
  const plain = file.endsWith(".json") ? plainJson(text) : undefined;
  if (plain !== undefined) return { contents: plain.value };
  const read = readYaml(text, { json: file.endsWith(".json"), standardTags: true });
  if ("fault" in read) {
    const { reason, line } = read.fault;
    const path = line === undefined ? file : `${file}:${line}`;
    return { problem: { path, code: "invalid-yaml", message: `is not valid YAML: ${reason}` } };
  }
  if (read.next === undefined) return { contents: JSON.parse(jsonText(read.value)) };
  const message = "expected one service per file, got several YAML documents";
  return { problem: { path: `${file}:${read.next}`, code: "several-documents", message } };
}
