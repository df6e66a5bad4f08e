import type { ClassSpec } from "../../../model/class.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import type { NginxRendering } from "../../nginx/service-snippets.ts";
import type { PolicySpecs } from "../policies.ts";

/** Fields of an object by name; undefined values are left out. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a VirtualServer takes a field. */
export interface VirtualServerRendering extends NginxRendering {
  /** Fields of `spec`. */
  readonly server?: (service: ServiceSpec, spec: ClassSpec) => Fields;
  /** Fields of each upstream. */
  readonly upstream?: (service: ServiceSpec, spec: ClassSpec) => Fields;
  /** Fields of the `proxy` action of each route. */
  readonly proxy?: (service: ServiceSpec) => ProxyAction;
  /** Policies by what they are for, each with its `spec`. */
  readonly policies?: (service: ServiceSpec) => PolicySpecs;
}

/** @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/#actionproxy */
export interface ProxyAction {
  readonly rewritePath?: string;
  readonly requestHeaders?: { readonly set: readonly Header[] };
  readonly responseHeaders?: {
    readonly hide?: readonly string[];
    readonly add?: readonly (Header & { readonly always: boolean })[];
  };
}

interface Header {
  readonly name: string;
  readonly value: string;
}
