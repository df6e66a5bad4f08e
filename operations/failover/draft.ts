import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Works with a stack file that is not the stack's own, and that is gone afterwards, also where the process is told to
 * end meanwhile. What is encrypted stays so: the engine finds its key's salt in the draft as in the file itself.
 */
export async function withDraft<T>(text: string, work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "exposure-draft-"));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals) => {
    discard();
    // With its listener gone, the signal does what it would have done.
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, end);
  try {
    // The engine tells YAML from JSON by the name.
    const file = join(folder, "Pulumi.draft.yaml");
    await writeFile(file, text);
    return await work(file);
  } finally {
    for (const signal of signals) process.off(signal, end);
    discard();
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
