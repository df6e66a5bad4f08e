import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { internalPorts } from "../../core/controllers/ports.ts";
import { controllers } from "../../core/controllers/registry.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { pages } from "./pages.ts";

const run = promisify(execFile);

// apt, which downloads nft, and a network of the test's own belong to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

const rulesets = [...pages].flatMap(([page, text]) =>
  [...text.matchAll(/^```\n(table inet [\s\S]*?)^```$/gm)].map(([, ruleset = ""]) => ({ page, ruleset })),
);

test("two pages have lines for the nodes' firewall", (t) => {
  t.deepEqual(
    rulesets.map(({ page }) => page),
    ["docs/haproxy-edge.md", "docs/production.md"],
  );
});

/** The ports that a page's last rule closes to everybody else. */
function closedBy(ruleset: string): readonly number[] {
  const [, ports = ""] = /tcp dport \{([^}]*)\} drop/.exec(ruleset) ?? [];
  return ports
    .split(",")
    .map(Number)
    .toSorted((a, b) => a - b);
}

test("they close every port of the controllers that is not for everybody, and none that does not exist", (t) => {
  const portsOf = (name: keyof typeof controllers) =>
    Object.entries(internalPorts(controllers[name].facts, { portOffset: 0, metrics: true }));
  // Of ingress-nginx, three are on the loopback address or off; of the edge, balancers ask for health, and peers are local.
  const open = ["health", "peers"];
  const nginx = [...portsOf("f5"), ...portsOf("ingress-nginx")].filter(
    ([, { port }]) => port < 10_245 || port > 10_247,
  );
  const edge = portsOf("haproxy").filter(([name]) => !open.includes(name));
  const numbers = (ports: typeof edge) => ports.map(([, { port }]) => port).toSorted((a, b) => a - b);
  t.deepEqual(
    rulesets.map(({ ruleset }) => closedBy(ruleset)),
    [numbers(edge), numbers(nginx)],
  );
});

for (const { page, ruleset } of rulesets) {
  proven(`${page}: nft loads its lines`, async (t) => {
    t.timeout(120_000);
    const { file, libraries } = await nft();
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, "rules"), ruleset);
    await writeFile(join(folder, "wrong"), ruleset.replace("tcp dport", "tcp dprot"));
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    // In a network of its own, the lines cannot close anything of this machine's.
    const inNamespace = (script: string) =>
      run("unshare", ["--net", "sh", "-ec", script, file], { env, cwd: folder });
    const { stdout } = await inNamespace('"$0" --check --file rules; "$0" --file rules; "$0" list ruleset');
    t.deepEqual(closedBy(stdout), closedBy(ruleset));
    await t.throwsAsync(inNamespace('"$0" --check --file wrong'), { message: /syntax error/ });
  });
}

/** nft of the machine's Debian, and the folder of the libraries that it wants. */
async function nft(): Promise<{ readonly file: string; readonly libraries: string }> {
  const libraries = [
    "libnftables1",
    "libnftnl11",
    "libmnl0",
    "libxtables12",
    "libjansson4",
    "libedit2",
    "libbsd0",
  ];
  const root = await ensureUnpacked("nftables", [...libraries, "libmd0", "libgmp10"]);
  return { file: join(root, "usr", "sbin", "nft"), libraries: join(root, "usr", "lib", "x86_64-linux-gnu") };
}
