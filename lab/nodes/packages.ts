import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { step } from "../console/step.ts";
import { debianSource, sourceFiles, sourceLine } from "../images/debian.ts";
import { run } from "../machine/run.ts";

/** A command real nodes need, and the Debian package it comes in. */
export interface NodeTool {
  readonly command: string;
  readonly package: string;
  /** Whether a Debian older than trixie has it too old: the kubelet needs containerd 1.7. */
  readonly recent?: true;
}

export const nodeTools: readonly NodeTool[] = [
  { command: "containerd", package: "containerd", recent: true },
  { command: "runc", package: "runc" },
  { command: "/usr/lib/cni/bridge", package: "containernetworking-plugins" },
  { command: "nft", package: "nftables" },
  { command: "iptables", package: "iptables" },
  { command: "conntrack", package: "conntrack" },
  { command: "ip", package: "iproute2" },
  { command: "openssl", package: "openssl" },
  { command: "mmdebstrap", package: "mmdebstrap" },
];

/**
 * Where nodes find their tools. Not the user's PATH, where npm puts another program called `nft` first.
 */
export const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The tools that this machine lacks. */
export function missingTools(
  tools: readonly NodeTool[] = nodeTools,
  exists: (file: string) => boolean = existsSync,
): readonly NodeTool[] {
  return tools.filter(({ command }) =>
    command.startsWith("/")
      ? !exists(command)
      : !systemPath.split(":").some((folder) => exists(join(folder, command))),
  );
}

/** Installs the tools this machine lacks; apt is not asked where it lacks none. */
export async function ensureTools(tools: readonly NodeTool[] = nodeTools): Promise<void> {
  const missing = missingTools(tools);
  if (missing.length === 0) return;
  const names = missing.map(({ package: name }) => name);
  await step(`Installing ${names.join(", ")}`, (progress) => install(missing, progress));
}

/** The package for apt: trixie's, if the machine's own release has one that is too old. */
export function aptPackages(tools: readonly NodeTool[], codename: string): readonly string[] {
  const old = ["buster", "bullseye", "bookworm"].includes(codename);
  return tools.map((tool) => (tool.recent && old ? `${tool.package}/trixie` : tool.package));
}

async function install(tools: readonly NodeTool[], progress: (detail: string) => void): Promise<void> {
  await withPackageLists(async (options) => {
    const wanted = aptPackages(tools, codename());
    const install = ["install", "--yes", "--no-install-recommends", ...wanted];
    await run("apt-get", [...options, ...install], { env: noQuestions, onLine: progress });
  }, progress);
}

/**
 * Calls `use` with apt's options for fresh lists of the machine's sources and of trixie, the latter at a priority at which
 * nothing is taken from it unasked. apt reads a copy of the machine's sources, and the machine's own stay as they are.
 */
export async function withPackageLists(
  use: (options: readonly string[]) => Promise<void>,
  progress: (detail: string) => void = () => {},
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "exposure-lab-apt-"));
  try {
    const folder = (name: string) => join(work, name);
    await Promise.all(["sources", "preferences", "lists"].map((name) => mkdir(folder(name))));
    for (const [index, file] of sourceFiles().entries()) {
      await copyFile(file, join(folder("sources"), `${index}-${basename(file)}`));
    }
    await writeFile(join(folder("sources"), "trixie.list"), `${sourceLine(debianSource(), "trixie")}\n`);
    await writeFile(
      join(folder("preferences"), "trixie"),
      "Package: *\nPin: release n=trixie\nPin-Priority: 50\n",
    );
    const options = [
      "-oDir::Etc::SourceList=/dev/null",
      `-oDir::Etc::SourceParts=${folder("sources")}`,
      `-oDir::Etc::PreferencesParts=${folder("preferences")}`,
      `-oDir::State::Lists=${folder("lists")}`,
      "-oAPT::Sandbox::User=root", // apt's own user cannot read this folder
      "-oDPkg::Lock::Timeout=120",
    ];
    await run("apt-get", [...options, "update"], { env: noQuestions, onLine: progress });
    await use(options);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const noQuestions = { DEBIAN_FRONTEND: "noninteractive" };

function codename(): string {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^VERSION_CODENAME=(.*)$/m.exec(release)?.[1] ?? "";
}
