import { type ExtraArgs, oneWord, refusals, values } from "../extra-args.ts";

const { program, namespaces } = refusals;
const setting = (name: string) => `follows from the edge: set ${name}`;

/** @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/controller.md */
export const haproxyExtraArgs: ExtraArgs = {
  takes: {
    "cache-resync-period": values.duration,
    "channel-size": values.number,
    "initial-sync-period": values.duration,
    log: oneWord("trace", "debug", "info", "warning", "error"),
    "sync-period": values.duration,
  },
  refuses: {
    "ingress.class": program,
    configmap: program,
    "configmap-tcp-services": program,
    "http-bind-port": setting("expose.http"),
    "https-bind-port": setting("expose.https"),
    "stats-bind-port": setting("portOffset"),
    "healthz-bind-port": setting("portOffset"),
    "controller-port": setting("portOffset"),
    "default-backend-port": setting("portOffset"),
    "localpeer-port": setting("portOffset"),
    prometheus: setting("metrics"),
    "default-ssl-certificate": setting("defaultCertificate"),
    "disable-ipv6": program,
    "disable-quic": program,
    "disable-ingress-status-update": program,
    "disable-service-external-name":
      "would let everyone who may write a Service lead the edge anywhere: leave it out",
    "disable-config-snippets": "would leave out lines that this program's settings become: leave it out",
    pprof: "would open the profiler to the network: leave it out",
    "namespace-whitelist": namespaces,
    "namespace-blacklist": namespaces,
  },
};
