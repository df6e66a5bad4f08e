import test from "ava";
import { serviceConfig } from "../../../core/config/service-config.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { toldIn } from "../../told-problems.ts";

const backend = { service: "web", port: 80 };

test("a service keeps one upstream connection at least", (t) => {
  const args: ServiceArgs = { backend, upstreamKeepAlive: 1 };
  t.deepEqual(serviceConfig.parse(args, "web"), { ok: true, value: args });
});

const refused: readonly (readonly [keyof ServiceArgs, unknown, string])[] = [
  ["upstreamKeepAlive", 0, "wrong-value"],
];

for (const [field, value, code] of refused) {
  test(`a service is refused with ${field} ${JSON.stringify(value)}`, (t) => {
    t.deepEqual(toldIn(serviceConfig.parse({ backend, [field]: value }, "web")), [`web.${field}: ${code}`]);
  });
}

test("a Secret with its namespace is told where it has to lie", (t) => {
  const args = { backend, tls: { secret: "other/x" }, basicAuth: { secret: "other/x" } };
  t.deepEqual(toldIn(serviceConfig.parse(args, "web")), [
    "web.tls.secret: wrong-value",
    "web.basicAuth.secret: wrong-value",
  ]);
});
