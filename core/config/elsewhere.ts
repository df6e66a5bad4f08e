/** Things that people expect of an ingress and that this program leaves to others: who has them, by the key they try. */
export const elsewhere: Readonly<Record<string, string>> = {
  ...named(
    ["mirror", "mirrorTo", "trafficMirror"],
    "is no field: of these controllers only ingress-nginx mirrors requests, by the annotation nginx.ingress.kubernetes.io/mirror-target, which a service of such a class may have with unchecked: true",
  ),
  ...named(
    ["waf", "WAF", "modSecurity", "modsecurity"],
    "is no field: ingress-nginx has ModSecurity, by the annotation nginx.ingress.kubernetes.io/enable-modsecurity with unchecked: true; F5 has a WAF in NGINX Plus only, and HAProxy's controller none: otherwise put one in front",
  ),
  ...named(
    ["http3", "quic"],
    "is no field: the nginx controllers have no annotation for it, and HAProxy's, which speaks it, is run without (--disable-quic): put something that speaks HTTP/3 in front",
  ),
  ...named(
    ["tcp", "udp", "tcpServices", "udpServices", "stream"],
    "is no field: ingress-nginx and HAProxy have it by ConfigMaps, and F5 by TransportServers, none of which this program writes: give that Service a load balancer or a node port of its own",
  ),
  ...named(
    ["geoip", "geoIp", "geoIP", "geoip2"],
    "is no field: ingress-nginx has it for a class (key use-geoip2 of its configMap, with a licence of MaxMind's), F5's image lacks the module, and HAProxy's controller knows lists of addresses only: use allow and deny",
  ),
};

/** Of a class; its services cover the rest. */
export const elsewhereOfClass: Readonly<Record<string, string>> = {
  ...elsewhere,
  ...named(
    ["defaultBackend"],
    "is no setting: a service of the class without hosts and with path / answers for every host that no other service names",
  ),
};

function named(keys: readonly string[], message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, message]));
}
