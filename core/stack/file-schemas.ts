import { classConfig } from "../config/class-config.ts";
import { edgeClassesConfig, edgeConfig } from "../config/edge-config.ts";
import { failoverConfig } from "../config/failover-config.ts";
import type { JsonSchema } from "../config/json-schema.ts";
import { logrotateConfig } from "../config/logrotate-config.ts";
import type { exposureKeys } from "../config/raw-config.ts";
import { anyText } from "../config/scalars.ts";
import { record } from "../config/schema.ts";
import { serviceConfig } from "../config/service-config.ts";
import { stackName } from "../config/stack-name.ts";
import { virtualIpConfig } from "../config/virtual-ip-config.ts";
import type { edgeKeys } from "./edge-stack.ts";

type ExposureKey = (typeof exposureKeys.keys)[number];
type EdgeKey = (typeof edgeKeys.keys)[number];

/** An empty word stands for the default of Pulumi.yaml. */
const word = anyText().json;
const encrypted: JsonSchema = {
  type: "object",
  properties: {
    secure: { type: "string", description: "Ciphertext, as `pulumi config set --secret` writes it." },
  },
  required: ["secure"],
  propertyNames: { enum: ["secure"] },
};

/** The config keys of project exposure, without their namespace. */
export const exposureSections: Readonly<Record<ExposureKey, JsonSchema>> = {
  classes: record(classConfig).json,
  services: record(serviceConfig).json,
  catalog: word,
  failover: failoverConfig.json,
  kubeconfig: word,
  context: word,
  logrotate: logrotateConfig.json,
  edge: orEmpty(stackName.json),
};

/** The config keys of project haproxy-edge, without their namespace. */
export const edgeSections: Readonly<Record<EdgeKey, JsonSchema>> = {
  exposure: orEmpty(stackName.json),
  edge: edgeConfig.json,
  classes: edgeClassesConfig.json,
  virtualIp: virtualIpConfig.json,
  vrrpSecret: encrypted,
  services: record(serviceConfig).json,
  catalog: word,
  failover: failoverConfig.json,
  kubeconfig: word,
  context: word,
};

/** One file of a catalogue folder: a service. */
export const catalogueFile: JsonSchema = serviceConfig.json;

/** A project's stack file: its own keys and no others, and any key of another namespace. */
export function stackFile(namespace: string, sections: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const keys = Object.entries(sections).map(([key, section]): [string, JsonSchema] => [
    `${namespace}:${key}`,
    section,
  ]);
  return {
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(keys),
        propertyNames: {
          pattern: `^(?!${namespace}:)|^${namespace}:(${Object.keys(sections).join("|")})$`,
          patternErrorMessage: `unknown key; known keys: ${keys.map(([key]) => key).join(", ")}`,
        },
      },
    },
  };
}

function orEmpty(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { enum: [""] }] };
}
