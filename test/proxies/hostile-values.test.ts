import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { attemptsOn } from "./hostile-services.ts";
import { serverOf } from "./nginx-configuration.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

for (const controller of ["f5", "ingress-nginx"] as const) {
  proven(`${controller}: nginx takes every value that the preview takes`, async (t) => {
    t.timeout(300_000);
    const { accepted, refused } = attemptsOn(controller);
    t.true(accepted.length > 100, `${accepted.length} accepted`);
    t.true(refused > 500, `${refused} refused`);
    const all = await verdict(
      t,
      controller,
      accepted.map(({ manifest }) => serverOf[controller](manifest)),
    );
    if (all === "ok") return t.pass();
    const guilty: string[] = [];
    for (const { attempt, manifest } of accepted) {
      const alone = await verdict(t, controller, [serverOf[controller](manifest)]);
      if (alone !== "ok") guilty.push(`${attempt}: ${alone}`);
    }
    t.deepEqual(guilty, [], all);
  });

  proven(`${controller}: nginx refuses a value that the preview refuses`, async (t) => {
    const [{ manifest } = { manifest: undefined }] = attemptsOn(controller).accepted;
    if (manifest === undefined) return t.fail();
    const server = serverOf[controller](manifest).replace(" {", ' { add_header X "$nope";');
    t.regex(await verdict(t, controller, [server]), /unknown "nope" variable/);
  });
}

/** `ok`, or what nginx says against a configuration with these servers. */
async function verdict(
  t: Parameters<typeof temporaryFolder>[0],
  controller: keyof typeof serverOf,
  servers: readonly string[],
): Promise<string> {
  const folder = await temporaryFolder(t);
  const nginx = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
  const modules = await ensureUnpacked("libnginx-mod-http-headers-more-filter");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder};`,
  );
  const text = [
    `load_module ${modules}/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;`,
    `pid ${folder}/pid; error_log stderr emerg; events {}`,
    `http { ${paths.join(" ")} access_log off; geo $literal_dollar { default "$"; } variables_hash_bucket_size 256;`,
    `server_names_hash_bucket_size ${controller === "f5" ? 256 : 512}; server_names_hash_max_size 4096;`,
    ...servers,
    "}",
  ].join("\n");
  const file = join(folder, "nginx.conf");
  writeFileSync(file, text);
  return new Promise((resolve) => {
    execFile(nginx, ["-t", "-q", "-e", "stderr", "-c", file], (error, _stdout, stderr) => {
      resolve(error === null ? "ok" : stderr.trim() || error.message);
    });
  });
}
