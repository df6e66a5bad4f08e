import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const spec = classOf("ingress-nginx");
const certificate = { tls: true, clientCertificate: { ca: "clients-ca" } } as const;
const onHost = (name: string, args: Partial<ServiceArgs>) =>
  service(name, { hosts: ["shop.example"], paths: [{ path: `/${name}` }], tls: true, ...args });

test("services of one host ask for certificates of one CA, or none does", (t) => {
  const once = ["services.b.clientCertificate: once-for-the-host"];
  for (const [other, problems] of [
    [{}, once],
    [{ clientCertificate: { ca: "others-ca" } }, once],
    [{ ...certificate, namespace: "shop" }, once],
    [certificate, []],
    [{ hosts: ["other.example"] }, []],
  ] as const) {
    t.deepEqual(problemsOf(spec, [onHost("a", certificate), onHost("b", other)]), problems);
  }
});

test("the CA of one service's backend is not that of another on its host", (t) => {
  const verified = (ca: string): Partial<ServiceArgs> => ({
    protocol: "https",
    backendTls: { ca, serverName: "api.internal" },
  });
  const services = [onHost("a", verified("a-ca")), onHost("b", verified("b-ca")), onHost("c", {})];
  t.deepEqual(problemsOf(spec, services), []);
  const { data } = classControllers["ingress-nginx"].configuration;
  t.is(data(spec, services)["proxy-ssl-location-only"], "true");
  t.is(data(spec, [onHost("c", {})])["proxy-ssl-location-only"], undefined);
});

test("an annotation that would undo a guard is refused, unchecked or not", (t) => {
  const prefix = "nginx.ingress.kubernetes.io/";
  for (const [name, args] of [
    ["auth-tls-verify-client", certificate],
    ["proxy-ssl-verify", { protocol: "https", backendTls: { ca: "ca", serverName: "a.b" } }],
    ["auth-url", { externalAuth: { url: "https://auth.example/" } }],
    ["denylist-source-range", { deny: ["10.0.0.0/8"] }],
    ["cors-allow-origin", { cors: { origins: ["https://a.example"] } }],
  ] as const) {
    const undone = service("a", { ...args, annotations: { [prefix + name]: "off" }, unchecked: true });
    t.true(problemsOf(spec, [undone]).includes("services.a.annotations: annotation-with-field"), name);
  }
});

test("a class that lets in headers with _ serves no service whose backend is told who the client is", (t) => {
  const open = classOf("ingress-nginx", { configMap: { "enable-underscores-in-headers": "true" } });
  const auth = { url: "https://auth.example/" };
  for (const [args, problems] of [
    [certificate, ["services.a.clientCertificate: claimed-by-clients"]],
    [
      { externalAuth: { ...auth, responseHeaders: ["X-User"] } },
      ["services.a.externalAuth.responseHeaders: claimed-by-clients"],
    ],
    [{ externalAuth: auth }, []],
    [{}, []],
  ] as const) {
    t.deepEqual(problemsOf(open, [service("a", args)]), problems);
    t.deepEqual(problemsOf(spec, [service("a", args)]), []);
  }
});
