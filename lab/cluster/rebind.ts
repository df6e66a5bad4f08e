import { readFile, writeFile } from "node:fs/promises";
import { isMap, isSeq, parseAllDocuments } from "yaml";

/** Rewrites the address the API server listens on in the file kwokctl starts a cluster's components from. */
export async function rebindApiServer(file: string, address: string): Promise<void> {
  await writeFile(file, withApiServerAddress(await readFile(file, "utf8"), address));
}

/** The components file with another `--bind-address` of the API server; those of other components stay. */
export function withApiServerAddress(text: string, address: string): string {
  const documents = parseAllDocuments(text);
  if ("empty" in documents) return text;
  for (const document of documents) {
    const components = document.get("components");
    if (!isSeq(components)) continue;
    for (const component of components.items) {
      if (!isMap(component) || component.get("name") !== "kube-apiserver") continue;
      const args = component.toJS(document).args as readonly string[];
      component.set(
        "args",
        args.map((arg) => (arg.startsWith("--bind-address=") ? `--bind-address=${address}` : arg)),
      );
    }
  }
  return documents.map((document) => document.toString({ lineWidth: 0 })).join("");
}
