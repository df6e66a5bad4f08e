import { join } from "node:path";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";

/** HAProxy of the machine's Debian, and the libraries that it wants. */
export async function haproxyBinary(): Promise<{ readonly file: string; readonly libraries: string }> {
  const haproxy = await ensureUnpacked("haproxy");
  const others = ["liblua5.3-0", "libopentracing-c-wrapper0", "libopentracing1"];
  const libraries: string[] = [];
  for (const name of others)
    libraries.push(join(await ensureUnpacked(name), "usr", "lib", "x86_64-linux-gnu"));
  return { file: join(haproxy, "usr", "sbin", "haproxy"), libraries: libraries.join(":") };
}
