import type { ProjectFiles } from "../../core/config/project-files.ts";

/** A project's files by path. */
export function memoryFiles(files: Readonly<Record<string, string>> = {}): ProjectFiles {
  return {
    list: (folder) => {
      const root = `${folder.replace(/\/+$/, "")}/`;
      const entries = Object.keys(files).filter((path) => path.startsWith(root));
      return entries.length === 0 ? undefined : entries.map((path) => path.slice(root.length));
    },
    read: (file) => files[file],
  };
}
