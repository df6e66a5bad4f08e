import { ipv4Network } from "../config/formats/addresses.ts";
import type { Problem } from "../model/problems.ts";
import type { VirtualIpArgs } from "../model/virtual-ip.ts";

/** What keeps the edge's nodes from sharing an address. */
export function virtualIpProblems({ address }: VirtualIpArgs, nodes: readonly string[]): readonly Problem[] {
  const path = "virtualIp.address";
  const [ip = "", prefix = ""] = address.split("/");
  const bits = Number(prefix);
  const outside = nodes.filter((node) => ipv4Network(node, bits) !== ipv4Network(ip, bits));
  return [
    ...(outside.length === 0
      ? []
      : [
          {
            path,
            code: "outside-subnet",
            message: `${address} is not in the subnet of the edge's ${outside.length === 1 ? "node" : "nodes"} ${outside.join(", ")}, so clients could not reach it there: use an address and prefix of the nodes' own subnet`,
          },
        ]),
    ...(nodes.includes(ip)
      ? [
          {
            path,
            code: "address-taken",
            message: `${ip} is the address of one of the edge's nodes: use an address that is free`,
          },
        ]
      : []),
    ...(new Set(nodes).size < 2
      ? [
          {
            path: "virtualIp",
            code: "too-few-nodes",
            message:
              "needs at least two nodes (edge.nodes): a single node has no other to hand the address to",
          },
        ]
      : []),
  ];
}

/**
 * What is wrong with the VRRP password. No message shows its value.
 * @param encrypted whether it is encrypted in the stack file
 */
export function vrrpSecretProblem(secret: unknown, encrypted: boolean): Problem | undefined {
  const problem = (code: string, message: string): Problem => ({ path: "vrrpSecret", code, message });
  const wayOut = "run `pulumi config set --secret haproxy-edge:vrrpSecret <8 random letters and digits>`";
  if (secret === undefined || secret === "") {
    return problem("missing", `is missing, but virtualIp needs it: ${wayOut}`);
  }
  if (!encrypted) {
    return problem(
      "not-encrypted",
      `is in plain text in the stack file: choose another and have Pulumi encrypt it; ${wayOut}`,
    );
  }
  if (typeof secret !== "string" || !/^[A-Za-z0-9]+$/.test(secret)) {
    return problem("wrong-characters", `expected only letters and digits: ${wayOut}`);
  }
  if (secret.length !== 8) {
    return problem(
      "wrong-length",
      `expected 8 characters, got ${secret.length}: VRRP carries at most 8, and fewer are easily guessed; ${wayOut}`,
    );
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(secret)).length;
  return kinds >= 2 && new Set(secret).size >= 6
    ? undefined
    : problem(
        "weak-password",
        `is weak: use at least 6 different characters of two kinds (a-z, A-Z, 0-9); ${wayOut}`,
      );
}
