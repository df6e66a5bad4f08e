import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ServiceArgs } from "../../core/model/service.ts";
import { until } from "../../lab/machine/until.ts";
import { renderedBy, service } from "../core/controllers/fixtures.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { asking } from "./asking.ts";
import { haproxyBinary } from "./haproxy-binary.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

type Answers = Readonly<Record<string, readonly [status: number, location: string | undefined]>>;

const cases: readonly (readonly [string, Partial<ServiceArgs>, Answers])[] = [
  [
    "to a URL",
    { redirect: { to: "https://new.example/a%20b?x=1#top", status: 301 } },
    {
      "/": [301, "https://new.example/a%20b?x=1#top"],
      "/old?q=1": [301, "https://new.example/a%20b?x=1#top"],
    },
  ],
  [
    "with the path kept",
    { redirect: { to: "https://new.example/base/", status: 308, keepPath: true } },
    {
      "/": [308, "https://new.example/base/"],
      "/a%20b/?c=d": [308, "https://new.example/base/a%20b/?c=d"],
      "/%0d%0aSet-Cookie:a=b": [308, "https://new.example/base/%0d%0aSet-Cookie:a=b"],
    },
  ],
  [
    "of the root alone",
    { appRoot: "/home" },
    { "/": [302, "/home"], "/?q=1": [302, "/home"], "/home": [503, undefined], "/x": [503, undefined] },
  ],
];

for (const [title, args, answers] of cases) {
  proven(`HAProxy redirects ${title}`, async (t) => {
    t.timeout(300_000);
    const { problems, ingresses } = renderedBy("haproxy", [service("api", args)]);
    t.deepEqual(problems, []);
    const lines = ingresses[0]?.manifest.metadata.annotations["haproxy.org/backend-config-snippet"] ?? "";
    const folder = await temporaryFolder(t);
    const [file, socket] = [join(folder, "haproxy.cfg"), join(folder, "front")];
    const text = [
      "defaults",
      "  mode http",
      "  timeout connect 5s",
      "  timeout client 5s",
      "  timeout server 5s",
      "frontend http",
      `  bind unix@${socket}`,
      "  default_backend api",
      "backend api",
      ...lines.split("\n").map((line) => `  ${line}`),
      "",
    ].join("\n");
    writeFileSync(file, text);
    const { file: binary, libraries } = await haproxyBinary();
    const haproxy = spawn(binary, ["-f", file], { env: { LD_LIBRARY_PATH: libraries } });
    t.teardown(async () => {
      const ended = once(haproxy, "exit");
      if (haproxy.kill()) await ended;
    });
    const ask = asking(socket);
    await until("HAProxy answers", 10_000, async () => (await ask("api.example", "/")).status > 0);
    const got = await Promise.all(
      Object.keys(answers).map(async (path) => {
        const { status, location } = await ask("api.example", path);
        return [path, [status, location]] as const;
      }),
    );
    t.deepEqual(Object.fromEntries(got), answers);
  });
}
