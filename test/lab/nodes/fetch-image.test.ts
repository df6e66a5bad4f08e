import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { listArchives } from "../../../lab/images/archive.ts";
import { run } from "../../../lab/machine/run.ts";
import { fetchImage } from "../../../lab/nodes/fetch-image.ts";
import { missingTools, nodeTools } from "../../../lab/nodes/packages.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const missing = missingTools(nodeTools.filter(({ command }) => command === "containerd"));
const reason =
  process.getuid?.() !== 0
    ? "containerd needs root"
    : missing.length > 0
      ? "containerd is not installed"
      : undefined;

function check(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (reason === undefined) test.serial(title, body);
  else test.serial.skip(`${title} (skipped: ${reason})`, (t) => t.pass());
}

const digestOf = (bytes: string | Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** A registry on the loopback address with one image of one file, `edge/hello:1`. */
async function registry(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "hello"), "hello");
  await run("tar", ["-C", folder, "-cf", join(folder, "layer.tar"), "hello"]);
  const layer = await readFile(join(folder, "layer.tar"));
  const architecture = { x64: "amd64" }[process.arch as string] ?? process.arch;
  const config = JSON.stringify({
    architecture,
    os: "linux",
    rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
  });
  const type = "application/vnd.oci.image";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: { mediaType: `${type}.config.v1+json`, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: `${type}.layer.v1.tar`, digest: digestOf(layer), size: layer.length }],
  });
  const answers: Readonly<Record<string, string | Buffer>> = {
    "/v2/edge/hello/manifests/1": manifest,
    [`/v2/edge/hello/manifests/${digestOf(manifest)}`]: manifest,
    [`/v2/edge/hello/blobs/${digestOf(config)}`]: config,
    [`/v2/edge/hello/blobs/${digestOf(layer)}`]: layer,
  };
  const server = createServer(({ url = "" }, response) => {
    const answer = answers[url];
    if (answer === undefined) return response.writeHead(404).end();
    const mediaType = url.includes("/manifests/") ? `${type}.manifest.v1+json` : "application/octet-stream";
    const headers = {
      "content-type": mediaType,
      "content-length": Buffer.byteLength(answer),
      "docker-content-digest": digestOf(answer),
    };
    return response.writeHead(200, headers).end(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

check("an image of a registry becomes an archive under its name", async (t) => {
  const folder = join(await temporaryFolder(t), "images");
  const reference = `${await registry(t)}/edge/hello:1`;
  await fetchImage(reference, folder);
  t.deepEqual(
    (await listArchives(folder)).map(({ references }) => references),
    [[reference]],
  );
});

check("an image that the registry does not have is told, and nothing is left", async (t) => {
  const folder = join(await temporaryFolder(t), "images");
  const reference = `${await registry(t)}/edge/hello:2`;
  const { message } = (await t.throwsAsync(fetchImage(reference, folder), { instanceOf: UserError })) ?? {};
  t.regex(message ?? "", new RegExp(`^Image ${reference} cannot be pulled: .*not found$`));
  t.false(existsSync(folder));
});
