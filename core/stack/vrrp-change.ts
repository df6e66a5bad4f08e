import { keepalivedFile } from "../controllers/haproxy/keepalived.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { EdgeConfig } from "../model/edge.ts";
import { names } from "../model/names.ts";

/**
 * A sentence for each change by which nodes of an edge no longer hear each other until the last of them has it: they
 * ignore adverts with another password or of another router. Empty for an edge without a virtual IP, before its first
 * update, and if the user may not read the Secret. No sentence shows a password.
 */
export async function vrrpChanges(
  { edge, virtualIp }: Pick<EdgeConfig, "edge" | "virtualIp">,
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<readonly string[]> {
  if (virtualIp?.secret === undefined) return [];
  const live = await liveConf(edge.namespace, open);
  if (live === undefined) return [];
  const { secret, routerId, address } = virtualIp;
  const [ip] = address.split("/");
  return [
    { key: "vrrpSecret", before: settingOf(live, "auth_pass"), now: secret },
    { key: "virtualIp.routerId", before: settingOf(live, "virtual_router_id"), now: String(routerId) },
  ]
    .filter(({ before, now }) => before !== undefined && before !== now)
    .map(
      ({ key }) =>
        `${key}: differs from that of the running edge, whose pods are replaced one after the other, and nodes with the old and the new one do not hear each other: from the first pod to the last two nodes have ${ip}, and connections to it may break; docs/haproxy-edge.md has the steps without that (Another password)`,
    );
}

/** keepalived's configuration as the edge's nodes have it. */
async function liveConf(
  namespace: string,
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<string | undefined> {
  try {
    const path = `/api/v1/namespaces/${namespace}/secrets/${names.edgeVirtualIp}`;
    const secret = (await (await open()).get(path)) as Secret | undefined;
    const encoded = secret?.data?.[keepalivedFile];
    return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
  } catch {
    return undefined;
  }
}

interface Secret {
  readonly data?: Readonly<Record<string, string>>;
}

function settingOf(conf: string, name: string): string | undefined {
  return new RegExp(`^\\s*${name} (\\S+)$`, "m").exec(conf)?.[1];
}
