import test from "ava";
import { parse } from "yaml";
import type { ProjectFiles } from "../../core/config/project-files.ts";
import { parseEdgeConfig } from "../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { yamlBlocks } from "../../operations/schemas/yaml-blocks.ts";
import { pages } from "./pages.ts";

type Settings = Readonly<Record<string, unknown>>;

const noFiles: ProjectFiles = { list: () => undefined, read: () => undefined };

for (const [page, text] of pages) {
  for (const [index, example] of yamlBlocks(text).entries()) {
    test(`${page}: YAML example ${index + 1} is valid`, (t) => {
      const settings = settingsOf(parse(example));
      const keys = Object.keys(settings);
      if (keys.some((key) => key.startsWith("exposure:"))) {
        t.notThrows(() => parseStackConfig({ ...exposureBase(settings), ...settings }, noFiles));
      }
      if (keys.some((key) => key.startsWith("haproxy-edge:"))) {
        t.notThrows(() => parseEdgeConfig({ ...edgeBase(settings), ...settings }, noFiles, () => true));
      }
      t.pass();
    });
  }
}

/** A whole stack file, or some of its keys. */
function settingsOf(example: unknown): Settings {
  const { config, ...settings } = example as { readonly config?: Settings };
  return config ?? settings;
}

/** What an example leaves to the stack file around it: a class that can do everything, and the services it names. */
function exposureBase(settings: Settings): Settings {
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

function edgeBase(settings: Settings): Settings {
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
  if (typeof flag !== "object" || flag === null) return [];
  const { services = {}, except = [] } = flag as {
    readonly services?: Settings;
    readonly except?: readonly string[];
  };
  return [...Object.keys(services), ...except];
}
