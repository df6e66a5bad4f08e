import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../lab/machine/run.ts";
import { ensureTools } from "../../lab/nodes/packages.ts";

const chromium = { command: "chromium", package: "chromium" } as const;

/** Nothing of the browser's own goes to the network: a closed one would refuse it many times over. */
const quiet = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Installs the browser where this machine has none. */
export function ensureBrowser(): Promise<void> {
  return ensureTools([chromium]);
}

/** What Debian's Chromium has made of a page, as HTML. */
export async function shownPage(url: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "exposure-browser-"));
  try {
    const args = [...quiet, `--user-data-dir=${profile}`, "--dump-dom", url];
    return (await run(chromium.command, args, { timeout: 60_000 })).stdout;
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
