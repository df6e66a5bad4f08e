import type { VirtualIpArgs } from "../model/virtual-ip.ts";
import { digest, image, pullPolicy } from "./class-config.ts";
import { hostAddressProblem } from "./formats/addresses.ts";
import { wrong } from "./formats/expected.ts";
import { integer, text } from "./scalars.ts";
import type { Schema } from "./schema.ts";
import { mandatory, object } from "./schema.ts";

/** `haproxy-edge:virtualIp`. */
export const virtualIpConfig: Schema<VirtualIpArgs> = object<VirtualIpArgs>({
  address: mandatory(text(hostAddressProblem, "an address with its prefix")),
  interface: mandatory(text(interfaceProblem, "the name of an interface")),
  routerId: mandatory(integer({ min: 1, max: 255 })),
  priority: integer({ min: 1, max: 254 }),
  image,
  digest,
  pullPolicy,
});

function interfaceProblem(value: string): string | undefined {
  return /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/.test(value)
    ? undefined
    : wrong(`the name of an interface such as "eth0"`, value);
}
