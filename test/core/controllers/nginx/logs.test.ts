import test from "ava";
import { logVariables as f5 } from "../../../../core/controllers/f5/logs.ts";
import { logVariables as ingressNginx } from "../../../../core/controllers/ingress-nginx/logs.ts";
import { logFormat } from "../../../../core/controllers/nginx/logs.ts";

const json = { format: "json", fields: {} } as const;

for (const [controller, variables] of Object.entries({ f5, "ingress-nginx": ingressNginx })) {
  test(`${controller}: a log line is valid JSON for any values of nginx's variables, on one line, without nginx quotes`, (t) => {
    const format = logFormat(variables, json);
    t.notRegex(format, /['\n]/);
    // nginx writes these as plain numbers; all others may be empty, a list, or `000`.
    const filled = format
      .replaceAll(/:\$(msec|request_time)/g, ":1.234")
      .replaceAll(/:\$(request_length|bytes_sent|body_bytes_sent)/g, ":5")
      .replaceAll(/\$[a-z0-9_]+/g, "");
    t.is(Object.keys(JSON.parse(filled)).length, 25);
  });

  test(`${controller}: a text line is one line, without nginx quotes`, (t) => {
    t.notRegex(logFormat(variables, { format: "text", fields: {} }), /['\n]/);
  });
}

test("both controllers write the same JSON fields in the same order", (t) => {
  const fields = (format: string) => [...format.matchAll(/"([a-z_]+)":/g)].map(([, name]) => name);
  t.deepEqual(fields(logFormat(f5, json)), fields(logFormat(ingressNginx, json)));
});

test("fields of one's own are the last of a line, as strings", (t) => {
  const format = logFormat(f5, { format: "json", fields: { tenant: "$http_x_tenant", edge: "a;{b}" } });
  t.true(
    format.endsWith(
      ',"upstream_response_time":"$upstream_response_time","tenant":"$http_x_tenant","edge":"a;{b}"}',
    ),
  );
});
