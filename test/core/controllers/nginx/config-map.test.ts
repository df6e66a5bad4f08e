import test from "ava";
import { configMapData, type Piece } from "../../../../core/controllers/nginx/config-map.ts";

const snippetKeys = {
  main: "main-snippets",
  http: "http-snippets",
  server: "server-snippets",
  location: "location-snippets",
};
const data = (pieces: readonly Piece[], raw: Readonly<Record<string, string>> = {}) =>
  configMapData(snippetKeys, pieces, raw);

test("keys are sorted, and a raw key overrides a derived one", (t) => {
  const derived = [{ keys: { "error-log-level": "warn", "worker-shutdown-timeout": "60s" } }];
  t.is(
    JSON.stringify(data(derived, { "error-log-level": "info", "add-header": "X: y" })),
    JSON.stringify({ "add-header": "X: y", "error-log-level": "info", "worker-shutdown-timeout": "60s" }),
  );
});

test("the later of two pieces with one key wins, and their snippet lines add up", (t) => {
  const pieces = [
    { keys: { hsts: "false" }, http: ["gzip on;"] },
    { keys: { hsts: "true" }, http: ["gzip_vary on;"] },
  ];
  t.deepEqual(data(pieces), { hsts: "true", "http-snippets": "gzip on;\ngzip_vary on;" });
});

test("a raw snippet follows the derived lines of its block, without empty lines at its end", (t) => {
  t.deepEqual(data([{ http: ["client_header_timeout 5s;"] }], { "http-snippets": "gzip on;\n\n" }), {
    "http-snippets": "client_header_timeout 5s;\ngzip on;",
  });
});

test("a block without lines has no key; an empty raw snippet is kept", (t) => {
  t.deepEqual(data([{ main: [] }], { "server-snippets": " " }), { "server-snippets": " " });
});
