import test from "ava";
import type { ProjectFiles } from "../../core/config/project-files.ts";
import type { RawConfig } from "../../core/config/raw-config.ts";
import { readStackFile } from "../../core/config/stack-file.ts";
import type { FailoverArgs } from "../../core/model/failover.ts";
import { parseEdgeConfig } from "../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { yamlBlocks } from "../../operations/schemas/yaml-blocks.ts";
import { pages } from "./pages.ts";

const noFiles: ProjectFiles = { list: () => undefined, read: () => undefined };

for (const [page, text] of pages) {
  for (const [index, example] of yamlBlocks(text).entries()) {
    test(`${page}: YAML example ${index + 1} is valid`, (t) => {
      const exposure = settingsOf(example, "exposure");
      if (Object.keys(exposure).length > 0) {
        t.notThrows(() => parseStackConfig({ ...exposureBase(exposure), ...exposure }, noFiles));
      }
      const edge = settingsOf(example, "haproxy-edge");
      if (Object.keys(edge).length > 0) {
        t.notThrows(() =>
          parseEdgeConfig(
            { ...edgeBase(edge), ...edge },
            noFiles,
            (key) => key === "haproxy-edge:vrrpSecret",
          ),
        );
      }
      t.pass();
    });
  }
}

/** A project's keys in a whole stack file, or in some lines of one, as the engine hands them over. */
function settingsOf(example: string, project: string): RawConfig {
  if (!new RegExp(`^ *${project}:`, "m").test(example)) return {};
  const whole = /^config:/m.test(example) ? example : `config:\n${example.replaceAll(/^(?=.)/gm, "  ")}`;
  return readStackFile("example", whole, project).raw;
}

/** What an example leaves to the stack file around it: a class that can do everything, and the services it names. */
function exposureBase(settings: RawConfig): RawConfig {
  return {
    "exposure:classes": {
      public: {
        default: true,
        controller: "ingress-nginx",
        defaultCertificate: "certificates/wildcard-example-com",
      },
    },
    "exposure:services": Object.fromEntries(
      namedBy(settings["exposure:failover"]).map((name) => [
        name,
        {
          hosts: [`${name}.example.com`],
          backend: { service: name, port: 80 },
          emergency: { service: `${name}-standby` },
        },
      ]),
    ),
  };
}

function edgeBase(settings: RawConfig): RawConfig {
  return {
    "haproxy-edge:edge": {
      nodes: ["192.0.2.11", "192.0.2.12"],
      nodeSelector: { edge: "haproxy" },
      defaultCertificate: "certificates/wildcard-example-com",
    },
    ...("haproxy-edge:virtualIp" in settings ? { "haproxy-edge:vrrpSecret": "Ab3dEf6h" } : {}),
  };
}

function namedBy(flag: unknown): readonly string[] {
  if (typeof flag !== "string" || !flag.startsWith("{")) return [];
  const { services = {}, except = [] }: FailoverArgs = JSON.parse(flag);
  return [...Object.keys(services), ...except];
}
