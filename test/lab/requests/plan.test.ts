import test from "ava";
import type { ServiceOutput } from "../../../core/model/outputs.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { commandLine, curlArguments, requestsThrough } from "../../../lab/requests/plan.ts";
import { committedStack } from "../../committed-stacks.ts";

const backend = { service: "s", port: 80 };
const service = (urls: readonly string[], of = "public"): ServiceOutput => ({
  class: of,
  namespace: "default",
  ingress: "i",
  urls,
  active: backend,
  primary: backend,
});
const { classes } = exposureOutputs(committedStack("dev"));

for (const [what, urls, planned] of [
  [
    "plain HTTP before HTTPS",
    ["https://a.example/", "http://a.example/long/path"],
    { scheme: "http", host: "a.example", path: "/long/path" },
  ],
  [
    "a host before any host",
    ["http://*/", "http://b.example/x"],
    { scheme: "http", host: "b.example", path: "/x" },
  ],
  [
    "the shortest path",
    ["http://a.example/v2", "http://a.example/"],
    { scheme: "http", host: "a.example", path: "/" },
  ],
  ["any host by one", ["http://*/"], { scheme: "http", host: "exposure.example", path: "/" }],
  [
    "a wildcard by a name below it, the port aside",
    ["https://*.a.example:8443/"],
    { scheme: "https", host: "www.a.example", path: "/" },
  ],
] as const) {
  test(`a class is asked for ${what}`, (t) => {
    const services = { s: service(urls) };
    t.deepEqual(requestsThrough({ classes, services }), [{ class: "public", service: "s", ...planned }]);
  });
}

test("each class is asked once, and one without a service not at all", (t) => {
  const services = { a: service(["http://a.example/"]), b: service(["http://b.example/"]) };
  t.deepEqual(
    requestsThrough({ classes, services }).map((request) => `${request.class} ${request.service}`),
    ["public a"],
  );
});

for (const stack of ["dev", "trial"] as const) {
  test(`stack ${stack} has a service to ask in every class, by plain HTTP`, (t) => {
    const outputs = exposureOutputs(committedStack(stack));
    const planned = requestsThrough(outputs);
    t.deepEqual(
      planned.map((request) => request.class),
      Object.keys(outputs.classes),
    );
    t.true(planned.every(({ scheme }) => scheme === "http"));
  });
}

const asked = { class: "public", service: "web", host: "a.example", path: "/" } as const;

for (const [what, scheme, endpoint, proxied, command] of [
  [
    "HTTP on its own port",
    "http",
    { address: "172.30.0.11", http: 80, https: 443 },
    false,
    "curl -sS --fail --resolve a.example:80:172.30.0.11 http://a.example/",
  ],
  [
    "HTTP on another port",
    "http",
    { address: "127.0.0.1", http: 8080, https: 8443 },
    false,
    "curl -sS --fail --resolve a.example:8080:127.0.0.1 http://a.example:8080/",
  ],
  [
    "HTTPS",
    "https",
    { address: "[2001:db8::1]", http: 80, https: 443 },
    false,
    "curl -sS --fail --cacert /c/tls.crt --resolve 'a.example:443:[2001:db8::1]' https://a.example/",
  ],
  [
    "an environment with a proxy",
    "http",
    { address: "10.0.0.1", http: 30080, https: 30443 },
    true,
    "curl -sS --fail --noproxy '*' --resolve a.example:30080:10.0.0.1 http://a.example:30080/",
  ],
] as const) {
  test(`the curl for ${what}`, (t) => {
    t.is(commandLine("curl", curlArguments({ ...asked, scheme }, endpoint, "/c/tls.crt", proxied)), command);
  });
}
