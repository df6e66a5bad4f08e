import { type ExtraArgs, refusals, values } from "../extra-args.ts";

const { program, namespaces, ofClass: setting } = refusals;

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/ */
export const ingressNginxExtraArgs: ExtraArgs = {
  takes: {
    "bucket-factor": values.decimal,
    "disable-sync-events": values.flag,
    "dynamic-configuration-retries": values.number,
    "election-ttl": values.duration,
    "enable-ssl-chain-completion": values.flag,
    "exclude-socket-metrics": values.names,
    "health-check-timeout": values.number,
    "length-buckets": values.numbers,
    "metrics-per-host": values.flag,
    "metrics-per-undefined-host": values.flag,
    "monitor-max-batch-size": values.number,
    "report-status-classes": values.flag,
    "size-buckets": values.numbers,
    "status-update-interval": values.number,
    "sync-period": values.duration,
    "sync-rate-limit": values.decimal,
    "time-buckets": values.numbers,
    "update-status-on-shutdown": values.flag,
    v: values.number,
  },
  refuses: {
    "controller-class": program,
    "ingress-class": program,
    "ingress-class-by-name": program,
    "watch-ingress-without-class": setting("default"),
    configmap: program,
    "election-id": program,
    "disable-leader-election": program,
    profiling: program,
    "publish-service": setting("expose.as"),
    "publish-status-address": setting("expose.as"),
    "report-node-internal-ip-address": setting("expose.as"),
    "disable-svc-external-name":
      "would let everyone who may write a Service lead clients anywhere: leave it out",
    "disable-catch-all": "would leave services without hosts unserved: leave it out",
    "annotations-prefix": "would leave this program's annotations without effect: leave it out",
    "http-port": setting("expose.http"),
    "https-port": setting("expose.https"),
    "healthz-port": setting("portOffset"),
    "status-port": setting("portOffset"),
    "stream-port": setting("portOffset"),
    "default-server-port": setting("portOffset"),
    "profiler-port": setting("portOffset"),
    "enable-metrics": setting("metrics"),
    "default-ssl-certificate": setting("defaultCertificate"),
    "shutdown-grace-period": setting("drain.delay"),
    "post-shutdown-grace-period": program,
    "watch-namespace": namespaces,
    "watch-namespace-selector": namespaces,
    "tcp-services-configmap":
      "publishes TCP services, which this program does not: use a TCP proxy beside it",
    "udp-services-configmap":
      "publishes UDP services, which this program does not: use a UDP proxy beside it",
  },
};
