import { show } from "./formats/expected.ts";

/** The path of a key or an index below another path, as JavaScript writes it. */
export function at(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${show(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Gives the full path of a part's field, and the part's own path for no field. */
export function below(part: string): (path?: string) => string {
  return (path = "") => (path === "" || path.startsWith("[") ? part + path : `${part}.${path}`);
}
