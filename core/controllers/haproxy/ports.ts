import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import type { InternalPort } from "../facts.ts";
import { internalPorts } from "../ports.ts";
import { haproxyFacts } from "./facts.ts";

/** Every port the edge takes on its nodes, whatever classes it serves. */
export function edgePorts(spec: EdgeSpec): readonly Pick<InternalPort, "port" | "purpose">[] {
  const { http, https } = spec.expose;
  return [
    { port: http, purpose: `HTTP of class ${names.edgeClass}` },
    { port: https, purpose: `HTTPS of class ${names.edgeClass}` },
    ...Object.values(internalPorts(haproxyFacts, spec)),
  ];
}
