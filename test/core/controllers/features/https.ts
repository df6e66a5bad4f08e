import { all, type Feature, off, tls } from "./feature.ts";

export const https: readonly Feature[] = [
  {
    title: "a service with nothing but a backend",
    args: {},
    expected: { f5: {}, "ingress-nginx": off, haproxy: off },
  },
  {
    title: "a service with nothing but a backend, no host",
    args: {},
    hostless: true,
    expected: { f5: off, "ingress-nginx": off, haproxy: off },
  },
  { title: "HTTPS", args: tls, expected: all(off) },
  {
    title: "HTTPS with the default certificate where there is none",
    args: tls,
    noDefaultCertificate: true,
    expected: all("tls: no-certificate"),
  },
  {
    title: "HTTPS without host where there is no default certificate",
    args: tls,
    noDefaultCertificate: true,
    hostless: true,
    expected: all("tls: no-certificate"),
  },
  {
    title: "a certificate without host",
    args: { tls: { secret: "api-tls" } },
    hostless: true,
    expected: all("tls.secret: secret-without-hosts"),
  },
  {
    title: "forced HTTPS",
    args: { ...tls, forceHttps: true },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "308" },
    },
  },
  {
    title: "forced HTTPS with a status",
    args: { ...tls, forceHttps: 301 },
    expected: {
      f5: { "http-redirect-code": "301", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "301" },
    },
  },
  {
    title: "forced HTTPS on other ports of the node",
    args: { ...tls, forceHttps: true },
    class: { expose: { http: 8080, https: 8443 } },
    expected: {
      f5: {
        "http-redirect-code": "308",
        "listen-ports": "8080",
        "listen-ports-ssl": "8443",
        "ssl-redirect": "true",
      },
      "ingress-nginx": {
        "force-ssl-redirect": "true",
        "preserve-trailing-slash": "true",
        "use-port-in-redirects": "true",
      },
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "308" },
    },
  },
  {
    title: "forced HTTPS on other ports of the node, no host",
    args: { ...tls, forceHttps: true },
    class: { expose: { http: 8080, https: 8443 } },
    hostless: true,
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": {
        "force-ssl-redirect": "true",
        "preserve-trailing-slash": "true",
        "use-port-in-redirects": "true",
      },
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "308" },
    },
  },
  {
    title: "plain HTTP on another port of the node",
    args: {},
    class: { expose: { http: 8080, https: 8443 } },
    expected: { f5: { "listen-ports": "8080" }, "ingress-nginx": off, haproxy: off },
  },
  {
    title: "forced HTTPS behind node ports, which something in front maps",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "nodePort" } },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "308" },
    },
  },
  {
    title: "forced HTTPS on a mapped port that redirects would miss",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "hostPort", https: 8443 } },
    expected: {
      f5: "forceHttps: redirect-to-wrong-port",
      "ingress-nginx": "forceHttps: redirect-to-wrong-port",
      haproxy: { "ssl-redirect": "true", "ssl-redirect-code": "308" },
    },
  },
  {
    title: "HSTS, which ingress-nginx has in its ConfigMap",
    args: { ...tls, hsts: { maxAge: "30d", includeSubdomains: true } },
    expected: {
      f5: { ...off, hsts: "true", "hsts-include-subdomains": "true", "hsts-max-age": "2592000" },
      "ingress-nginx": off,
      haproxy: {
        ...off,
        "response-set-header": "Strict-Transport-Security max-age=2592000; includeSubDomains",
      },
    },
  },
  {
    title: "HSTS for one and a half seconds",
    args: { ...tls, hsts: { maxAge: "1500ms" } },
    expected: all("hsts.maxAge: whole-seconds"),
  },
];
