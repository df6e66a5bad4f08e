import type { Input } from "@pulumi/pulumi";
import type { SwitchArgs } from "../core/model/failover.ts";
import type { BackendArgs, BasicAuthArgs, ServiceArgs, TlsArgs } from "../core/model/service.ts";

/** The primary backend of a service that a program declares. */
export interface ProgramBackendArgs extends Omit<BackendArgs, "service"> {
  /** Name of the Service, in the namespace of the Ingress. */
  readonly service: Input<string>;
}

/** A certificate of the service's own. Only one of `issuer` and `clusterIssuer`. */
export interface ProgramTlsArgs extends Omit<TlsArgs, "secret" | "issuer" | "clusterIssuer"> {
  /** Secret of the namespace. @default `<service>-tls` with an issuer; mandatory without one */
  readonly secret?: Input<string>;
  /** cert-manager's Issuer in the namespace of the Ingress. @default none */
  readonly issuer?: Input<string>;
  /** cert-manager's ClusterIssuer. @default none */
  readonly clusterIssuer?: Input<string>;
}

/** User and password that clients must send (HTTP basic authentication). */
export interface ProgramBasicAuthArgs extends Omit<BasicAuthArgs, "secret"> {
  /** Secret in the namespace of the Ingress, in the form that the controller reads. */
  readonly secret: Input<string>;
}

type Replaced = "class" | "namespace" | "backend" | "tls" | "basicAuth" | "annotations";

/**
 * The fields of a service in a program: those of the stack file, with Outputs of other resources where a value is the name
 * of an object or an annotation. Elsewhere the rules need to know the value before anything is declared.
 */
export interface ServiceFields extends Omit<ServiceArgs, Replaced> {
  /** Namespace of the Ingress and of its backends; no Output with an emergency backend. @default "default" */
  readonly namespace?: Input<string>;
  /** The primary backend; no Output with an emergency backend. */
  readonly backend: ProgramBackendArgs;
  /** HTTPS: `true` for the class's default certificate, or a certificate of the service's own. @default false */
  readonly tls?: boolean | ProgramTlsArgs;
  /** Asks clients for user and password. @default no question */
  readonly basicAuth?: ProgramBasicAuthArgs;
  /**
   * Annotations of the Ingress by name, beside those of the class's `ingressDefaults`. Of the controller's own only those
   * without a field here, and only with `unchecked`.
   * @default none
   */
  readonly annotations?: Readonly<Record<string, Input<string>>>;
  /** The emergency switch, as in `exposure:failover`. Needs `emergency`. @default "off" */
  readonly failover?: "on" | "off" | "drill" | SwitchArgs;
}
