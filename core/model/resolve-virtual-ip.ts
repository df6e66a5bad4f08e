import { pinnedImage } from "./image.ts";
import type { VirtualIpArgs, VirtualIpSpec } from "./virtual-ip.ts";

/** A virtual IP's args with every default decided. */
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
