import { isIPv4 } from "node:net";
import { pinnedImage } from "../model/image.ts";
import type { Problem } from "../model/problems.ts";
import { digest, image, pullPolicy } from "./class-config.ts";
import { integer, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { mandatory, object } from "./schema.ts";
import { wrong } from "./values.ts";

/** `haproxy-edge:virtualIp`: an address the edge's nodes share, carried by one of them at a time (VRRP). */
export interface VirtualIpArgs {
  /** Address with the prefix of the nodes' subnet, such as `192.0.2.100/24` (IPv4). */
  readonly address: string;
  /** The nodes' interface in that subnet. */
  readonly interface: string;
  /** VRRP's virtual router id, 1 to 255: no other in the subnet may have it. */
  readonly routerId: number;
  /**
   * Of all nodes alike, 1 to 254, so that a node that comes back takes the address from nobody; among
   * equals the highest address begins. A node waits (256 - priority) / 256 seconds more before it takes over.
   * @default 254
   */
  readonly priority?: number;
  /** Image built from images/keepalived/Dockerfile. @default "exposure.local/keepalived:1" */
  readonly image?: string;
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: "Always" | "IfNotPresent" | "Never";
}

export interface VirtualIpSpec extends Required<Omit<VirtualIpArgs, "digest">> {
  /** Of `haproxy-edge:vrrpSecret`, in plain: whoever makes a resource of it marks it as a secret. */
  readonly secret: string;
}

export const virtualIpConfig: Schema<VirtualIpArgs> = object<VirtualIpArgs>({
  address: mandatory(text(addressProblem, "an address with its prefix")),
  interface: mandatory(text(interfaceProblem, "the name of an interface")),
  routerId: mandatory(integer({ min: 1, max: 255 })),
  priority: integer({ min: 1, max: 254 }),
  image,
  digest,
  pullPolicy,
});

export function resolveVirtualIp(args: VirtualIpArgs, secret: string): VirtualIpSpec {
  return {
    address: args.address,
    interface: args.interface,
    routerId: args.routerId,
    priority: args.priority ?? 254,
    image: pinnedImage(args.image ?? "exposure.local/keepalived:1", args.digest),
    pullPolicy: args.pullPolicy ?? "IfNotPresent",
    secret,
  };
}

/** What nodes and address can not be to each other. */
export function virtualIpProblems({ address }: VirtualIpArgs, nodes: readonly string[]): readonly Problem[] {
  const path = "virtualIp.address";
  const [own = "", prefix = ""] = address.split("/");
  const bits = Number(prefix);
  const strangers = nodes.filter((node) => networkOf(node, bits) !== networkOf(own, bits));
  return [
    ...(strangers.length === 0
      ? []
      : [
          {
            path,
            message: `${address} is not in one subnet with the edge's ${strangers.length === 1 ? "node" : "nodes"} ${strangers.join(", ")}: nobody could reach it there; take an address of the nodes' own subnet, with its prefix`,
          },
        ]),
    ...(nodes.includes(own)
      ? [{ path, message: `${own} is the address of one of the edge's nodes: take one that is nobody's` }]
      : []),
    ...(new Set(nodes).size < 2
      ? [{ path: "virtualIp", message: "needs two nodes or more (edge.nodes): one has nobody to hand it to" }]
      : []),
  ];
}

/**
 * What is wrong with VRRP's password, its value left out of every message.
 * @param encrypted whether the stack file has it encrypted
 */
export function vrrpSecretProblem(secret: unknown, encrypted: boolean): string | undefined {
  const wayOut = "pulumi config set --secret haproxy-edge:vrrpSecret <8 random letters and digits>";
  if (secret === undefined || secret === "") return `is missing, and virtualIp needs it: ${wayOut}`;
  if (!encrypted)
    return `stands in the stack file in plain: take another and let Pulumi encrypt it, ${wayOut}`;
  if (typeof secret !== "string" || !/^[A-Za-z0-9]+$/.test(secret))
    return `expected letters and digits: ${wayOut}`;
  if (secret.length !== 8) {
    return `expected 8 characters, got ${secret.length}: VRRP carries no more than 8, and fewer are soon guessed; ${wayOut}`;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(secret)).length;
  return kinds >= 2 && new Set(secret).size >= 6
    ? undefined
    : `is weak: take at least 6 different characters of two kinds (a-z, A-Z, 0-9); ${wayOut}`;
}

function addressProblem(value: string): string | undefined {
  const [address = "", bits = "", ...rest] = value.split("/");
  const right = isIPv4(address) && /^([1-9]|[12]\d|30)$/.test(bits) && rest.length === 0;
  if (!right) return wrong(`an IPv4 address with the prefix of its subnet such as "192.0.2.100/24"`, value);
  const host = numberOf(address) % 2 ** (32 - Number(bits));
  return host === 0 || host === 2 ** (32 - Number(bits)) - 1
    ? `${wrong("the address of a host", value)}: it stands for the whole subnet`
    : undefined;
}

function interfaceProblem(value: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(value)
    ? undefined
    : wrong(`the name of an interface such as "eth0"`, value);
}

function networkOf(address: string, bits: number): number {
  return Math.floor(numberOf(address) / 2 ** (32 - bits));
}

function numberOf(address: string): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}
