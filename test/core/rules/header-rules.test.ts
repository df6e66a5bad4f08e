import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { headerProblems } from "../../../core/rules/header-rules.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

const cases: readonly (readonly [string, Partial<ServiceArgs>, readonly string[]])[] = [
  [
    "ordinary headers",
    { headers: { request: { "X-A": "1" }, response: { "X-A": "1" }, hide: ["X-A", "Server"] } },
    [],
  ],
  [
    "headers of the connection",
    {
      headers: {
        request: { "Transfer-Encoding": "chunked", "Content-Length": "1", connection: "close", TE: "x" },
        response: { "Keep-Alive": "timeout=5", Trailer: "X", Upgrade: "h2c" },
        hide: ["X-A", "Proxy-Connection"],
      },
    },
    [
      'headers.request["Transfer-Encoding"]: connection-header',
      'headers.request["Content-Length"]: connection-header',
      "headers.request.connection: connection-header",
      "headers.request.TE: connection-header",
      'headers.response["Keep-Alive"]: connection-header',
      "headers.response.Trailer: connection-header",
      "headers.response.Upgrade: connection-header",
      "headers.hide[1]: connection-header",
    ],
  ],
  [
    "one header in two spellings",
    {
      headers: {
        request: { "X-A": "1", "x-a": "2" },
        response: { B: "1", b: "1" },
        hide: ["Server", "server", "Server"],
      },
    },
    [
      "headers.request.x-a: listed-twice",
      "headers.response.b: listed-twice",
      "headers.hide[1]: listed-twice",
      "headers.hide[2]: listed-twice",
    ],
  ],
  [
    "HSTS written twice",
    { tls: true, hsts: true, headers: { response: { "strict-transport-security": "max-age=1" } } },
    ["headers.response.strict-transport-security: set-by-hsts"],
  ],
  [
    "HSTS written once",
    { tls: true, headers: { response: { "Strict-Transport-Security": "max-age=1" } } },
    [],
  ],
];

for (const [what, args, problems] of cases) {
  test(`${what}: ${problems.length} problems`, (t) => {
    t.deepEqual(
      told(services({ web: args }).flatMap(headerProblems)),
      problems.map((problem) => `services.web.${problem.replaceAll(/\["([\w-]+)"\]/g, ".$1")}`),
    );
  });
}
