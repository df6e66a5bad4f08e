import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { imageDocument, listArchives, writeArchive } from "../../../lab/images/archive.ts";
import { run } from "../../../lab/machine/run.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("an archive has one layer, its digest and its name, and leaves no other file behind", async (t) => {
  const folder = await temporaryFolder(t);
  writeFileSync(join(folder, "hello"), "hello\n");
  await run("tar", ["-C", folder, "-cf", join(folder, "layer.tar"), "hello"]);
  const digest = createHash("sha256")
    .update(readFileSync(join(folder, "layer.tar")))
    .digest("hex");
  const file = join(folder, "images", "hello.tar");
  await writeArchive(join(folder, "layer.tar"), "exposure.local/hello:1", { entrypoint: ["/hello"] }, file);

  t.deepEqual(readdirSync(join(folder, "images")), ["hello.tar"]);
  const document = JSON.stringify(imageDocument({ entrypoint: ["/hello"] }, digest));
  const config = `${createHash("sha256").update(document).digest("hex")}.json`;
  t.is((await run("tar", ["-xOf", file, config])).stdout, document);
  t.deepEqual(JSON.parse((await run("tar", ["-xOf", file, "manifest.json"])).stdout), [
    { Config: config, RepoTags: ["exposure.local/hello:1"], Layers: [`${digest}/layer.tar`] },
  ]);
  t.deepEqual(await listArchives(join(folder, "images")), [{ file, references: ["exposure.local/hello:1"] }]);
});

test("the same content always gives the same image", async (t) => {
  const folder = await temporaryFolder(t);
  for (const name of ["a", "b"]) {
    writeFileSync(join(folder, `${name}.layer`), "the same");
    await writeArchive(
      join(folder, `${name}.layer`),
      "x:1",
      { entrypoint: ["/x"] },
      join(folder, `${name}.tar`),
    );
  }
  const manifests = await Promise.all(
    ["a", "b"].map((name) => run("tar", ["-xOf", join(folder, `${name}.tar`), "manifest.json"])),
  );
  t.is(manifests[0]?.stdout, manifests[1]?.stdout);
});

test("archives put into the folder by hand are listed with all of their names; other files are not", async (t) => {
  const folder = await temporaryFolder(t);
  const manifest = [{ Config: "c.json", RepoTags: ["docker.io/a/b:1", "docker.io/a/b:2"], Layers: [] }];
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  await run("tar", ["-C", folder, "-cf", join(folder, "saved.tar"), "manifest.json"]);
  for (const name of [".part.tar", "note.txt", "saved.tar.key"]) writeFileSync(join(folder, name), "");
  t.deepEqual(await listArchives(folder), [
    { file: join(folder, "saved.tar"), references: ["docker.io/a/b:1", "docker.io/a/b:2"] },
  ]);
});

test("a folder that does not exist has no archives", async (t) => {
  t.deepEqual(await listArchives(join(await temporaryFolder(t), "none")), []);
});

test("an image configuration has architecture, user and entry point in OCI's form", (t) => {
  t.deepEqual(imageDocument({ entrypoint: ["/e"], user: "101:101" }, "d", "x64"), {
    architecture: "amd64",
    os: "linux",
    config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: ["/e"],
      User: "101:101",
    },
    rootfs: { type: "layers", diff_ids: ["sha256:d"] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "exposure lab" }],
  });
});
