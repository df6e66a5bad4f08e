import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { until } from "../../lab/machine/until.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type Ask, asking } from "./asking.ts";

/** `ok`, or what nginx says against a configuration with these servers. */
export async function verdict(
  t: ExecutionContext,
  controller: ClassControllerName,
  servers: readonly string[],
): Promise<string> {
  const { binary, file } = await configured(t, controller, servers);
  return new Promise((resolve) => {
    execFile(binary, ["-t", "-q", "-e", "stderr", "-c", file], (error, _stdout, stderr) => {
      resolve(error === null ? "ok" : stderr.trim() || error.message);
    });
  });
}

/** Runs nginx until the test ends. Every backend answers with its name, the path that it is asked for, and the host. */
export async function running(
  t: ExecutionContext,
  controller: ClassControllerName,
  servers: string,
): Promise<Ask> {
  const folder = await temporaryFolder(t);
  const [front, back] = [join(folder, "front"), join(folder, "back")];
  const { binary, file } = await configured(t, controller, [
    "proxy_set_header X-Service $service; proxy_set_header Host $host;",
    servers
      .replaceAll("listen 127.0.0.1:8080", `listen unix:${front}`)
      .replaceAll("http://127.0.0.1:1", `http://unix:${back}:`),
    `server { listen unix:${back}; location / { return 200 "$http_x_service $request_uri $http_host"; } }`,
  ]);
  const nginx = spawn(binary, ["-e", "stderr", "-g", "daemon off; master_process off;", "-c", file]);
  t.teardown(async () => {
    const ended = once(nginx, "exit");
    if (nginx.kill()) await ended;
  });
  const ask = asking(front);
  await until("nginx answers", 10_000, async () => (await ask("nginx.invalid", "/")).status > 0);
  return ask;
}

async function configured(
  t: ExecutionContext,
  controller: ClassControllerName,
  servers: readonly string[],
): Promise<{ readonly binary: string; readonly file: string }> {
  const folder = await temporaryFolder(t);
  const binary = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
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
  return { binary, file };
}
