import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../lab/machine/run.ts";
import { ensureTools } from "../../lab/nodes/packages.ts";

const chromium = { command: "chromium", package: "chromium" } as const;

/** Keeps the browser's own requests off the network: a closed one would refuse each of them. */
const quiet = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Installs the browser if this machine lacks it. */
export function ensureBrowser(): Promise<void> {
  return ensureTools([chromium]);
}

/** A page as Debian's Chromium renders it, as HTML. */
export async function shownPage(url: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "exposure-browser-"));
  try {
    const args = [...quiet, `--user-data-dir=${profile}`, "--dump-dom", url];
    return (await run(chromium.command, args, { timeout: 60_000 })).stdout;
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
