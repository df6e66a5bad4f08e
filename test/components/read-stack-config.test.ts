import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { filesOf } from "../../components/project-files.ts";
import { readStackConfig } from "../../components/read-stack-config.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("only keys of the running stack's project are read", (t) => {
  pulumi.runtime.setAllConfig({
    "exposure:classes": JSON.stringify({ public: { default: true } }),
    "exposure:services": JSON.stringify({ web: { backend: { service: "web", port: 80 } } }),
    "aws:region": "eu-central-1",
  });
  const { classes, services } = readStackConfig();
  t.deepEqual([classes.map(({ name }) => name), services.map(({ name }) => name)], [["public"], ["web"]]);
});

test("files are found below the project's folder; anything else counts as missing", async (t) => {
  const root = await temporaryFolder(t);
  mkdirSync(join(root, "catalog"));
  writeFileSync(join(root, "catalog", "web.yaml"), "a: 1");
  const { list, read } = filesOf(root);
  t.deepEqual(list("catalog"), ["web.yaml"]);
  t.is(read("catalog/web.yaml"), "a: 1");
  t.is(read(join(root, "catalog/web.yaml")), "a: 1");
  t.deepEqual([list("nowhere"), list("catalog/web.yaml")], [undefined, undefined]);
  t.deepEqual(
    [read("nowhere"), read("catalog"), read("catalog/web.yaml/x")],
    [undefined, undefined, undefined],
  );
});
