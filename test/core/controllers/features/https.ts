import { both, type Feature, off, refused, tls } from "./feature.ts";

export const https: readonly Feature[] = [
  { title: "nothing asked for", args: {}, expected: { f5: {}, "ingress-nginx": off } },
  {
    title: "nothing asked for, no host",
    args: {},
    hostless: true,
    expected: { f5: off, "ingress-nginx": off },
  },
  { title: "HTTPS", args: tls, expected: both(off) },
  {
    title: "HTTPS with the class' certificate where it has none",
    args: tls,
    class: { defaultCertificate: undefined as never },
    expected: refused(
      "tls",
      "has no default certificate: set classes.public.defaultCertificate, or name a Secret of the service's own (services.api.tls.secret)",
    ),
  },
  {
    title: "HTTPS without host where the class has no certificate",
    args: tls,
    class: { defaultCertificate: undefined as never },
    hostless: true,
    expected: refused(
      "tls",
      "has no certificate to serve without a host: set classes.public.defaultCertificate, or give the service hosts and a Secret of its own (services.api.tls.secret)",
    ),
  },
  {
    title: "a certificate of its own without host",
    args: { tls: { secret: "api-tls" } },
    hostless: true,
    expected: refused(
      "tls.secret",
      "serves only its default certificate to services without a host: set services.api.tls to true, or give the service hosts",
    ),
  },
  {
    title: "forced HTTPS",
    args: { ...tls, forceHttps: true },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
    },
  },
  {
    title: "forced HTTPS with a status",
    args: { ...tls, forceHttps: 301 },
    expected: {
      f5: { "http-redirect-code": "301", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
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
    },
  },
  {
    title: "plain HTTP on another port of the node",
    args: {},
    class: { expose: { http: 8080, https: 8443 } },
    expected: { f5: { "listen-ports": "8080" }, "ingress-nginx": off },
  },
  {
    title: "forced HTTPS behind node ports, which something in front maps",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "nodePort" } },
    expected: {
      f5: { "http-redirect-code": "308", "ssl-redirect": "true" },
      "ingress-nginx": { "force-ssl-redirect": "true", "preserve-trailing-slash": "true" },
    },
  },
  {
    title: "forced HTTPS on a mapped port that redirects would miss",
    args: { ...tls, forceHttps: true },
    class: { expose: { as: "hostPort", https: 8443 } },
    expected: refused(
      "forceHttps",
      "redirects to port 443 while it is reached on 8443: set classes.public.expose.https to 443, or leave forceHttps out",
    ),
  },
  {
    title: "HSTS, which ingress-nginx has in its ConfigMap",
    args: { ...tls, hsts: { maxAge: "30d", includeSubdomains: true } },
    expected: {
      f5: { ...off, hsts: "true", "hsts-include-subdomains": "true", "hsts-max-age": "2592000" },
      "ingress-nginx": off,
    },
  },
  {
    title: "HSTS for one and a half seconds",
    args: { ...tls, hsts: { maxAge: "1500ms" } },
    expected: refused("hsts.maxAge", 'takes whole seconds, got "1500ms": round it'),
  },
];
