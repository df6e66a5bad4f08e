import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { freePort } from "../../../lab/cluster/port.ts";
import { downloadExecutable, findChecksum, whyUnreachable } from "../../../lab/tools/download.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const content = "#!/bin/sh\necho tool\n";
const sha256 = createHash("sha256").update(content).digest("hex");

/** A release site with a tool, its checksum and a wrong one. */
async function releaseSite(t: ExecutionContext): Promise<string> {
  const files: Record<string, string> = { "/tool": content, "/tool.sha256": sha256, "/wrong.sha256": "00" };
  const server = createServer(({ url = "" }, response) => {
    const file = files[url];
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${port}`;
}

test("an executable is downloaded, checked and made executable", async (t) => {
  const site = await releaseSite(t);
  const file = join(await temporaryFolder(t), "tool");
  await downloadExecutable({ url: `${site}/tool`, checksumUrl: `${site}/tool.sha256` }, file);
  t.is(readFileSync(file, "utf8"), content);
  t.is(statSync(file).mode & 0o777, 0o755);
});

test("a wrong checksum is refused and leaves nothing", async (t) => {
  const site = await releaseSite(t);
  const file = join(await temporaryFolder(t), "tool");
  const download = { url: `${site}/tool`, checksumUrl: `${site}/wrong.sha256` };
  await t.throwsAsync(downloadExecutable(download, file), {
    message: `${site}/tool has SHA-256 ${sha256}, published is 00`,
  });
  t.false(existsSync(file));
});

test("a missing file is refused", async (t) => {
  const site = await releaseSite(t);
  const file = join(await temporaryFolder(t), "tool");
  await t.throwsAsync(downloadExecutable({ url: `${site}/none` }, file), {
    message: `${site}/none answers 404 Not Found`,
  });
  t.false(existsSync(file));
});

test("a site that answers is reachable; a missing file and a closed port are reported", async (t) => {
  const site = await releaseSite(t);
  const { host } = new URL(site);
  t.is(await whyUnreachable(`${site}/tool`), undefined);
  t.is(await whyUnreachable(`${site}/none`), `${host} answers 404 for /none`);
  const closed = `127.0.0.1:${await freePort()}`;
  t.is(await whyUnreachable(`http://${closed}/tool`), `${closed} is not reachable`);
});

test("a checksum is the whole text, or in the line with the file's name", (t) => {
  t.is(findChecksum("abc\n", "tool"), "abc");
  t.is(findChecksum("abc  tool\ndef *other\n", "other"), "def");
  t.is(findChecksum("abc  tool\n", "other"), undefined);
});
