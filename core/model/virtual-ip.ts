import type { PullPolicy } from "./image.ts";

/** `haproxy-edge:virtualIp`: an address the edge's nodes share, carried by one of them at a time (VRRP). */
export interface VirtualIpArgs {
  /** Address with the prefix of the nodes' subnet, such as `192.0.2.100/24` (IPv4). */
  readonly address: string;
  /** The nodes' interface in that subnet. */
  readonly interface: string;
  /** VRRP's virtual router id, 1 to 255: no other in the subnet may have it. */
  readonly routerId: number;
  /**
   * Of all nodes alike, 1 to 254, so that a node that comes back takes the address from none; among equals the
   * highest address begins. A node waits (256 - priority) / 256 seconds more before it takes over.
   * @default 254
   */
  readonly priority?: number;
  /** Image built from images/keepalived/Dockerfile. @default "exposure.local/keepalived:1" */
  readonly image?: string;
  /** `sha256:…`, appended to the image. @default none */
  readonly digest?: string;
  /** When the kubelet pulls the image. @default "IfNotPresent" */
  readonly pullPolicy?: PullPolicy;
}

/** A virtual IP with every default decided. */
export interface VirtualIpSpec extends Required<Omit<VirtualIpArgs, "digest">> {
  /**
   * `haproxy-edge:vrrpSecret`, in plain text: the component that makes a resource of it marks it as a secret. Undefined
   * where a stack is rendered, which decrypts nothing.
   */
  readonly secret: string | undefined;
}
