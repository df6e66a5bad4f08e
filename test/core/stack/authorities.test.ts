import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { lookAtAuthorities } from "../../../core/stack/authorities.ts";
import { renderedBy, service } from "../controllers/fixtures.ts";

/** A certificate of a CA: `openssl req -x509 -newkey ed25519 -nodes -subj /CN=ca -days 36500`. */
const pem = `-----BEGIN CERTIFICATE-----
MIIBMDCB46ADAgECAhR0QcaOFrx2EAN44GIjoRVQSoayJTAFBgMrZXAwDTELMAkG
A1UEAwwCY2EwIBcNMjYxMTI3MTg1MDUxWhgPMjEyNjExMDMxODUwNTFaMA0xCzAJ
BgNVBAMMAmNhMCowBQYDK2VwAyEA5+DYqVniW4WspwRMKiS2EU7la0oAr7Vbu9mY
DKht19OjUzBRMB0GA1UdDgQWBBQbrW/eIJUThAAX5kJ7HBwktMVoBDAfBgNVHSME
GDAWgBQbrW/eIJUThAAX5kJ7HBwktMVoBDAPBgNVHRMBAf8EBTADAQH/MAUGAytl
cANBAOM9z6g6mrEzHg1Or0Jq6g3laPimZ5H+0dh8Wxc2km8lRx4FwOPcr7qds3db
TvsVv15MCYuwjTbvfF5105Mjegk=
-----END CERTIFICATE-----
`;

const encoded = (text: string) => Buffer.from(text).toString("base64");

/** An API server that has these Secrets, by namespace and name. */
const serverWith =
  (secrets: Readonly<Record<string, Readonly<Record<string, string>> | Error>>) => async () => ({
    get: async (path: string) => {
      const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/(.+)$/.exec(path) ?? [];
      const found = secrets[`${namespace}/${name}`];
      if (found instanceof Error) throw found;
      return found && { data: found };
    },
  });

const plansOf = (controller: "ingress-nginx" | "haproxy", args: Partial<ServiceArgs>) =>
  renderedBy(controller, [service("api", { tls: true, protocol: "https", ...args })]).ingresses;

const verified = { backendTls: { ca: "ca", serverName: "api.internal" } } as const;
const wayOut = (key: string) => `make it with the certificate of the CA, as PEM, under ${key}`;

for (const [title, secrets, wrong] of [
  ["a CA", { "default/ca": { "ca.crt": encoded(pem) } }, []],
  ["two CAs", { "default/ca": { "ca.crt": encoded(`# both\n${pem}${pem}`) } }, []],
  ["no Secret", {}, [`does not exist: ${wayOut("ca.crt")}`]],
  [
    "a Secret of another namespace",
    { "shop/ca": { "ca.crt": encoded(pem) } },
    [`does not exist: ${wayOut("ca.crt")}`],
  ],
  [
    "a certificate without a CA",
    { "default/ca": { "tls.key": "eA==", "tls.crt": encoded(pem) } },
    [`has no key ca.crt (it has tls.crt, tls.key), so nothing would be verified: ${wayOut("ca.crt")}`],
  ],
  [
    "no certificate",
    { "default/ca": { "ca.crt": encoded("hello") } },
    [`holds no certificate under ca.crt: ${wayOut("ca.crt")}`],
  ],
  [
    "a broken certificate",
    { "default/ca": { "ca.crt": encoded(pem.replace("MI", "MA")) } },
    [`holds no certificate under ca.crt: ${wayOut("ca.crt")}`],
  ],
] as const) {
  test(`a backend's CA: ${title}`, async (t) => {
    const found = await lookAtAuthorities(plansOf("ingress-nginx", verified), serverWith(secrets));
    t.deepEqual(found, {
      wrong: wrong.map((reason) => `services.api.backendTls.ca: Secret default/ca ${reason}`),
      unknown: [],
    });
  });
}

test("HAProxy reads a CA under another key, and clients' CAs are looked at too", async (t) => {
  const server = serverWith({ "default/ca": { "ca.crt": encoded(pem) } });
  const { wrong } = await lookAtAuthorities(plansOf("haproxy", { backendTls: { ca: "ca" } }), server);
  t.deepEqual(wrong, [
    `services.api.backendTls.ca: Secret default/ca has no key tls.crt (it has ca.crt), so nothing would be verified: ${wayOut("tls.crt")}`,
  ]);
  const asking = plansOf("ingress-nginx", { protocol: "http", clientCertificate: { ca: "clients" } });
  t.deepEqual((await lookAtAuthorities(asking, server)).wrong, [
    `services.api.clientCertificate.ca: Secret default/clients does not exist: ${wayOut("ca.crt")}`,
  ]);
});

test("a Secret that may not be read is told, and no service without a CA asks for one", async (t) => {
  const server = serverWith({ "default/ca": new Error("status 403") });
  const { wrong, unknown } = await lookAtAuthorities(plansOf("ingress-nginx", verified), server);
  t.deepEqual([wrong.length, unknown.length], [0, 1]);
  const never = () => Promise.reject(new Error("asked"));
  t.deepEqual(await lookAtAuthorities(plansOf("haproxy", {}), never), { wrong: [], unknown: [] });
});
