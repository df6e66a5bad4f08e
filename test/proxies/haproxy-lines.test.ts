import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ServiceArgs } from "../../core/model/service.ts";
import { renderedBy, service } from "../core/controllers/fixtures.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { haproxyBinary } from "./haproxy-binary.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

const cases: Readonly<Record<string, Partial<ServiceArgs>>> = {
  "a rate per minute by a header": { rateLimit: { requestsPerMinute: 10, header: "X-Api-Key" } },
  "open requests": { connections: 20 },
  "open requests beside a rate": { connections: 20, rateLimit: { requestsPerSecond: 5 } },
  "other origins": {
    cors: {
      origins: ["https://a.example", "http://*.a.example:8080"],
      credentials: true,
      exposeHeaders: ["X-Total"],
    },
  },
  "a redirect": { redirect: { to: "https://www.example.com/a%20b?c=(d)#e", status: 301 } },
  "a redirect that keeps the path": { redirect: { to: "https://www.example.com/", keepPath: true } },
  "a redirect of the root": { appRoot: "/app/home" },
  "every origin": { cors: { origins: ["*"] } },
  "a sticky cookie": { tls: true, forceHttps: true, sticky: { sameSite: "strict" } },
};

for (const [title, args] of Object.entries(cases)) {
  proven(`HAProxy takes the lines of ${title}`, async (t) => {
    t.timeout(300_000);
    const { problems, ingresses } = renderedBy("haproxy", [service("api", args)]);
    t.deepEqual(problems, []);
    const lines = ingresses[0]?.manifest.metadata.annotations["haproxy.org/backend-config-snippet"];
    if (lines === undefined) return t.fail();
    t.is(await verdict(t, lines), "ok");
    t.regex(await verdict(t, `${lines}\nhttp-request no-such-action`), /no-such-action/);
  });
}

/** `ok`, or what HAProxy says against a backend with these lines, in a configuration such as the controller's. */
async function verdict(t: Parameters<typeof temporaryFolder>[0], lines: string): Promise<string> {
  const { file, libraries } = await haproxyBinary();
  const configuration = join(await temporaryFolder(t), "haproxy.cfg");
  const text = [
    "global",
    "  localpeer local",
    "peers localinstance",
    "  peer local 127.0.0.1:10000",
    "defaults",
    "  mode http",
    "  timeout connect 5s",
    "  timeout client 5s",
    "  timeout server 5s",
    "frontend http",
    "  bind 127.0.0.1:8080",
    "  default_backend api",
    "backend api",
    ...lines.split("\n").map((line) => `  ${line}`),
    "  server pod 127.0.0.1:1",
    "",
  ].join("\n");
  writeFileSync(configuration, text);
  return new Promise((resolve) => {
    const env = { LD_LIBRARY_PATH: libraries };
    execFile(file, ["-c", "-f", configuration], { env }, (error, _stdout, stderr) => {
      resolve(error === null && !/warning/i.test(stderr) ? "ok" : stderr.trim() || String(error));
    });
  });
}
