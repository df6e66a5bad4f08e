import { cidrProblem } from "../config/formats/addresses.ts";
import { show } from "../config/formats/expected.ts";
import { shortened } from "../model/listed.ts";
import { type ExposureOutputs, outputsVersion } from "../model/outputs.ts";
import { misfit, type Shape } from "./shape.ts";

/** The outputs by name. */
export const outputKeys = [
  "version",
  "classes",
  "services",
  "failover",
  "logDirectories",
] as const satisfies readonly (keyof ExposureOutputs)[];

const texts: Shape = { each: "text" };

const backend: Shape = { fields: { service: "text", port: "text or number" } };

/** As far as this project reads them: a newer copy of exposure may export more. */
const exposureShape: Shape = {
  fields: {
    classes: {
      each: {
        fields: {
          className: "text",
          controller: "text",
          namespace: "text",
          exposedAs: "text",
          ports: { fields: { http: "number", https: "number" } },
          nodeSelector: texts,
        },
        optional: {
          fronting: {
            fields: {
              podSelector: texts,
              readiness: { fields: { port: "number", path: "text" } },
              nodePorts: { list: { fields: { port: "number", purpose: "text" } } },
            },
            optional: {
              redirectsTo: "number",
              proxyProtocol: { fields: { trustedAddresses: { list: cidrProblem } } },
            },
          },
        },
      },
    },
    services: {
      each: {
        fields: {
          class: "text",
          namespace: "text",
          ingress: "text",
          urls: { list: "text" },
          active: backend,
          primary: backend,
        },
        optional: { emergency: backend },
      },
    },
    failover: { list: "text" },
    logDirectories: texts,
  },
};

export type ParsedExposure = { readonly outputs: ExposureOutputs } | { readonly problem: string };

/** What an exposure stack exports, or why it is not what this copy of exposure can read. */
export function parseExposureOutputs(outputs: Readonly<Record<string, unknown>>): ParsedExposure {
  const { version } = outputs;
  if (version === undefined) {
    return {
      problem:
        "the referenced stack exports no exposure outputs (no `version`): check its name, and run `pulumi up` on it once",
    };
  }
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return {
      problem: `expected the referenced stack's \`version\` to be a whole number, got ${show(version)}`,
    };
  }
  if (version > outputsVersion) {
    return {
      problem: `the referenced stack exports exposure outputs of version ${version}, this reader knows up to ${outputsVersion}: update this project's copy of exposure`,
    };
  }
  const missing = outputKeys.filter((key) => outputs[key] === undefined);
  if (missing.length > 0) {
    return {
      problem: `the referenced stack's outputs lack ${missing.join(", ")}: run \`pulumi up\` on it once more`,
    };
  }
  const wrong = misfit(outputs, exposureShape, "");
  if (wrong !== undefined) {
    return {
      problem: `the referenced stack's \`${shortened(wrong, 200)}\` is not what an exposure stack exports: check the stack's name, and run \`pulumi up\` on it once more`,
    };
  }
  return { outputs: outputs as unknown as ExposureOutputs };
}
