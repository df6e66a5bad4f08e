import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { parse } from "yaml";
import { copySettings, withEngineKeys } from "../../../lab/stacks/working-copy.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const config = "config:\n  exposure:failover: none # why\n";

for (const [title, text, earlier, copy] of [
  ["first", config, "", config],
  ["again keeps its salt", config, `${config}encryptionsalt: v1:lab\n`, `${config}encryptionsalt: v1:lab\n`],
  ["of a stack of the user's own leaves its salt out", `${config}encryptionsalt: v1:own\n`, "", config],
  [
    "of such a stack keeps the lab's salt",
    `encryptionsalt: v1:own\n${config}`,
    `${config}encryptionsalt: v1:lab\n`,
    `${config}encryptionsalt: v1:lab\n`,
  ],
  [
    "leaves the key service of such a stack out",
    `secretsprovider: awskms://a\nencryptedkey: b\n${config}`,
    "",
    config,
  ],
  ["of defaults", "# none\n", "encryptionsalt: v1:lab\n", "# none\n\nencryptionsalt: v1:lab\n"],
] as const) {
  test(`a copy ${title}`, (t) => {
    t.is(withEngineKeys(text, earlier), copy);
  });
}

test("a copy is renewed after an edit, and the original stays unchanged", async (t) => {
  const [from, to] = [join(await temporaryFolder(t), "from"), join(await temporaryFolder(t), "to")];
  await mkdir(from);
  await writeFile(join(from, "Pulumi.yaml"), "name: exposure\nmain: index.ts\n");
  await writeFile(join(from, "Pulumi.dev.yaml"), config);
  await copySettings(from, to, "dev");
  t.deepEqual(parse(await readFile(join(to, "Pulumi.yaml"), "utf8")), { name: "exposure" });
  await writeFile(join(to, "Pulumi.dev.yaml"), `${config}encryptionsalt: v1:lab\n`);
  const edited = config.replace("none", "all");
  await writeFile(join(from, "Pulumi.dev.yaml"), edited);
  await copySettings(from, to, "dev");
  t.is(await readFile(join(to, "Pulumi.dev.yaml"), "utf8"), `${edited}encryptionsalt: v1:lab\n`);
  t.is(await readFile(join(from, "Pulumi.dev.yaml"), "utf8"), edited);
});
