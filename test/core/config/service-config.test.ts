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

for (const [rate, perMinute] of [
  [0.1, 6],
  [1.5, 90],
  [0.001, 1],
] as const) {
  test(`${rate} requests a second are ${perMinute} a minute`, (t) => {
    t.deepEqual(serviceConfig.parse({ backend, rateLimit: { requestsPerSecond: rate } }, "web"), {
      ok: false,
      problems: [
        {
          path: "web.rateLimit.requestsPerSecond",
          code: "wrong-value",
          message: `expected a whole number from 1 to 1000000, got ${rate}: set requestsPerMinute instead, to ${perMinute} for example`,
        },
      ],
    });
  });
}

test("no rate is a rate per minute that is not above 0", (t) => {
  const rates = [0, -1, "1"].map((requestsPerSecond) => ({ requestsPerSecond }));
  const messages = rates.map((rateLimit) =>
    JSON.stringify(serviceConfig.parse({ backend, rateLimit }, "web")),
  );
  t.deepEqual(
    messages.filter((message) => message.includes("requestsPerMinute")),
    [],
  );
});
