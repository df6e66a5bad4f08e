import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { until } from "../../lab/machine/until.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { temporaryFolder } from "../temporary-folder.ts";

type Context = Parameters<typeof temporaryFolder>[0];

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server of the test's own, at loopback. @returns its port */
export async function listening(t: Context, handler: Parameters<typeof createServer>[1]): Promise<number> {
  const server: Server = createServer(handler ?? (() => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A port at loopback that nothing listens on. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * nginx of the machine's Debian with a server as a controller's template writes it.
 * @param server listens on 127.0.0.1:8080 and passes on to 127.0.0.1:1, which stand for real ports
 * @param backend port behind it
 */
export async function runningNginx(
  t: Context,
  server: string,
  backend: number,
): Promise<(question: Question) => Promise<Answer>> {
  const folder = await temporaryFolder(t);
  const nginx = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
  const modules = await ensureUnpacked("libnginx-mod-http-headers-more-filter");
  const port = await unusedPort();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const text = [
    `load_module ${modules}/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so;`,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr emerg; events {}`,
    `http { ${paths.join(" ")} access_log off; geo $literal_dollar { default "$"; }`,
    server
      .replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`)
      .replaceAll("127.0.0.1:1;", `127.0.0.1:${backend};`)
      .replaceAll("127.0.0.1:1/", `127.0.0.1:${backend}/`),
    "}",
  ].join("\n");
  const file = join(folder, "nginx.conf");
  writeFileSync(file, text);
  const child = spawn(nginx, ["-e", "stderr", "-c", file], { stdio: ["ignore", "ignore", "inherit"] });
  t.teardown(() => child.kill());
  const ask = ({ path = "/", method = "GET", headers = {} }: Question) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (part) => {
          body += part;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      });
      sent.on("error", reject);
      sent.end();
    });
  await until("nginx answers", 10_000, async () => (await ask({})).status > 0);
  return ask;
}
