import { words } from "../nginx/dialect.ts";

/**
 * Every ConfigMap key that release 5.5 reads.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
 */
export const configMapKeys: readonly string[] = words(`
  access-log access-log-off add-header add-header-inherit client-body-buffer-size client-max-body-size
  default-server-access-log-off default-server-return error-log-level external-status-address
  fail-timeout hsts hsts-behind-proxy hsts-include-subdomains hsts-max-age http-redirect-code
  http-snippets http2 ingress-template keepalive keepalive-requests keepalive-timeout lb-method
  location-snippets log-format log-format-escaping main-snippets main-template map-hash-bucket-size
  map-hash-max-size max-fails otel-exporter-endpoint otel-exporter-header-name otel-exporter-header-value
  otel-service-name otel-trace-in-http proxy-buffer-size proxy-buffering proxy-buffers
  proxy-busy-buffers-size proxy-connect-timeout proxy-hide-headers proxy-max-temp-file-size
  proxy-pass-headers proxy-protocol proxy-read-timeout proxy-send-timeout real-ip-header
  real-ip-recursive redirect-to-https server-names-hash-bucket-size server-names-hash-max-size
  server-snippets server-tokens set-real-ip-from ssl-ciphers ssl-dhparam-file ssl-prefer-server-ciphers
  ssl-protocols ssl-redirect stream-log-format stream-log-format-escaping stream-snippets
  transportserver-template upstream-zone-size variables-hash-bucket-size variables-hash-max-size
  virtualserver-template worker-connections worker-cpu-affinity worker-processes worker-rlimit-nofile
  worker-shutdown-timeout
`);

/** Keys of the NGINX Plus edition; the open source edition warns about them in an Event. */
export const plusKeys: readonly string[] = words(`
  app-protect-compressed-requests-action app-protect-cookie-seed app-protect-cpu-thresholds
  app-protect-dos-arb-fqdn app-protect-dos-log-format app-protect-dos-log-format-escaping
  app-protect-failure-mode-action app-protect-physical-memory-util-thresholds
  app-protect-reconnect-period-seconds enforce-initial-report license-token-secret-name
  oidc-access-tokens-timeout oidc-access-tokens-zone-size oidc-id-tokens-timeout oidc-id-tokens-zone-size
  oidc-pkce-timeout oidc-pkce-zone-size oidc-refresh-tokens-timeout oidc-refresh-tokens-zone-size
  oidc-sids-timeout oidc-sids-zone-size resolver-addresses resolver-ipv6 resolver-timeout resolver-valid
  ssl-certificate-secret-name ssl-trusted-certificate-secret-name ssl-verify usage-report-endpoint
  usage-report-interval usage-report-proxy-host zone-sync zone-sync-port zone-sync-resolver-addresses
  zone-sync-resolver-ipv6 zone-sync-resolver-valid
`);
