import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../lab/machine/run.ts";
import { ensureTools, missingTools } from "../../lab/nodes/packages.ts";

const chromium = { command: "chromium", package: "chromium" } as const;

/** Keeps the browser's own requests off the network: a closed one would refuse each of them. */
const offlineFlags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Why no browser can show a page here; undefined if one can. None is installed unasked. */
export function whyNoBrowser(): string | undefined {
  if (missingTools([chromium]).length === 0 || wanted) return undefined;
  return "there is no chromium here: install it, or let the tests install it with BROWSER=install";
}

/** Installs the browser if this machine lacks it and it was asked for. */
export async function ensureBrowser(): Promise<void> {
  if (wanted) await ensureTools([chromium]);
}

const wanted = process.env.BROWSER === "install";

/** A page as Debian's Chromium renders it, as HTML. */
export async function shownPage(url: string): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), "exposure-browser-"));
  try {
    const args = [...offlineFlags, `--user-data-dir=${profile}`, "--dump-dom", url];
    return (await run(chromium.command, args, { timeout: 60_000 })).stdout;
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
