import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as http2 from "node:http2";
import { connect } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { claimedHeaders } from "../../core/controllers/forwarded-headers.ts";
import { classControllers } from "../../core/controllers/registry.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { until } from "../../lab/machine/until.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { classOf, planOf, service } from "../core/controllers/fixtures.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

const key = { f5: "location-snippets", "ingress-nginx": "location-snippet" } as const;

/** What the controllers' templates write into each location after the class's lines, one of several. */
const ofTemplate = {
  f5: { "X-Real-IP": "$remote_addr", "X-Forwarded-Proto": "$scheme" },
  "ingress-nginx": {
    "X-Forwarded-Scheme": "$scheme",
    "X-Scheme": "$scheme",
    "X-Original-Forwarded-For": "set",
    "X-Original-Forwarded-Host": "set",
  },
} as const;

type Received = Readonly<Record<string, string | readonly string[] | undefined>>;

for (const controller of ["f5", "ingress-nginx"] as const) {
  proven(`${controller}: no header by which a client claims to be a proxy reaches the backend`, async (t) => {
    const { http: plain, grpc } = await received(t, controller, linesOf(controller));
    for (const headers of [plain, grpc]) {
      t.is(headers["x-harmless"], "claimed");
      const left = claimedHeaders.filter((name) => headers[name.toLowerCase()] !== undefined);
      t.deepEqual(left.toSorted(), fromTemplate(controller));
      t.deepEqual(
        left.filter((name) => headers[name.toLowerCase()] === "claimed"),
        [],
      );
    }
  });

  proven(`${controller}: without these lines they would`, async (t) => {
    const { http: plain, grpc } = await received(t, controller, { proxy: "", grpc: "" });
    for (const headers of [plain, grpc]) t.is(headers.forwarded, "claimed");
  });

  proven(
    `${controller}: a service's own Forwarded reaches the backend, and the client's does not`,
    async (t) => {
      const headers = { request: { Forwarded: "for=$remote_addr" } };
      const proxy = serviceLines(controller, { headers });
      const grpc = serviceLines(controller, { headers, protocol: "grpc", tls: true });
      const got = await received(t, controller, { proxy, grpc });
      t.is(got.http.forwarded, "for=unix:");
      t.is(got.grpc.forwarded, "for=unix:");
    },
  );
}

/** Those that the template sets, each without what the client says. */
function fromTemplate(controller: ClassControllerName): readonly string[] {
  return Object.keys(ofTemplate[controller])
    .filter((name) => claimedHeaders.some((claimed) => claimed === name))
    .toSorted();
}

/** What nginx reads in every location of a class that serves HTTP and gRPC. */
function linesOf(controller: ClassControllerName) {
  const spec = classOf(controller);
  const rpc = service("rpc", { protocol: "grpc", tls: true });
  const lines = classControllers[controller].configuration.data(spec, [rpc], {})[key[controller]] ?? "";
  return { proxy: lines, grpc: lines };
}

/** What nginx reads in the locations of a service with snippets: F5's annotation stands in place of the class's lines. */
function serviceLines(controller: ClassControllerName, args: Parameters<typeof service>[1]): string {
  const spec = classOf(controller, { snippets: true });
  const [plan] = planOf(spec, [service("api", args)]).ingresses;
  const { annotations = {} } = plan?.manifest.metadata ?? {};
  return controller === "f5"
    ? (annotations["nginx.org/location-snippets"] ?? "")
    : `${annotations["nginx.ingress.kubernetes.io/configuration-snippet"]}\n${linesOf(controller).proxy}`;
}

/** The headers of a request with every claim, as a backend of HTTP and one of gRPC get them. */
async function received(
  t: ExecutionContext,
  controller: ClassControllerName,
  lines: { readonly proxy: string; readonly grpc: string },
): Promise<{ readonly http: Received; readonly grpc: Received }> {
  const folder = await temporaryFolder(t);
  const socket = (name: string) => join(folder, name);
  const plain = http.createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
  const rpc = http2.createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
  for (const [server, name] of [
    [plain, "plain"],
    [rpc, "rpc"],
  ] as const) {
    server.listen(socket(name));
    await once(server, "listening");
    t.teardown(() => server.close());
  }
  const template = (by: string) =>
    Object.entries(ofTemplate[controller])
      .map(([name, value]) => `${by}_set_header ${name} ${value};`)
      .join("\n");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder};`,
  );
  writeFileSync(
    socket("nginx.conf"),
    [
      `daemon off; master_process off; pid ${socket("pid")}; error_log stderr emerg; events {}`,
      `http { ${temporary.join(" ")} access_log off;`,
      // Of a level above, nginx takes headers only where a location has none of its own, so these never count.
      `proxy_set_header Forwarded "http"; grpc_set_header Forwarded "http";`,
      `server { listen unix:${socket("front")};`,
      `location / {\n${lines.proxy}\n${template("proxy")}\nproxy_pass http://unix:${socket("plain")}:;\n} }`,
      `server { listen unix:${socket("front2")} http2;`,
      `location / {\n${lines.grpc}\n${template("grpc")}\ngrpc_pass grpc://unix:${socket("rpc")};\n} }`,
      "}",
    ].join("\n"),
  );
  const binary = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
  const nginx = spawn(binary, ["-e", "stderr", "-c", socket("nginx.conf")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  t.teardown(() => nginx.kill("SIGKILL"));
  await until("nginx listens", 10_000, () => existsSync(socket("front2")), 20);
  const claims = Object.fromEntries([...claimedHeaders, "X-Harmless"].map((name) => [name, "claimed"]));
  return { http: await asked(socket("front"), claims), grpc: await askedByHttp2(socket("front2"), claims) };
}

async function asked(socketPath: string, headers: Record<string, string>): Promise<Received> {
  const request = http.get({ socketPath, headers, path: "/" });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  return JSON.parse((await response.setEncoding("utf8").toArray()).join(""));
}

async function askedByHttp2(path: string, headers: Record<string, string>): Promise<Received> {
  const session = http2.connect("http://unix", { createConnection: () => connect(path) });
  const request = session.request({ ":path": "/", ...headers });
  const text = (await request.setEncoding("utf8").toArray()).join("");
  session.destroy();
  return JSON.parse(text);
}
