import test from "ava";
import { tlsLines } from "../../../../core/controllers/haproxy/tls.ts";

const versions = { "TLSv1.2": "no-tlsv11", "TLSv1.3": "no-tlsv11 no-tlsv12" } as const;

for (const [minVersion, off] of Object.entries(versions)) {
  test(`at least ${minVersion}: ${off}`, (t) => {
    const lines = tlsLines({ minVersion: minVersion as keyof typeof versions, ciphers: "HIGH" });
    t.deepEqual(lines, [`ssl-default-bind-options ${off}`, "ssl-default-bind-ciphers HIGH"]);
  });
}
