/** The TLS versions of which one is the least: older ones are broken, and today's OpenSSL refuses them. */
export const leastTlsVersions = ["TLSv1.2", "TLSv1.3"] as const;

/** A TLS version that can be the least. */
export type LeastTlsVersion = (typeof leastTlsVersions)[number];

/** What clients may use of TLS. */
export interface TlsPolicyArgs {
  /** Least TLS version offered to clients. @default "TLSv1.2" */
  readonly minVersion?: LeastTlsVersion;
  /**
   * Ciphers of TLS 1.2, as an OpenSSL cipher list; those of TLS 1.3 are always on. Not with `minVersion: TLSv1.3`.
   * @default F5: nginx's; ingress-nginx: a list of its own; HAProxy: Mozilla's "intermediate"
   * @see https://docs.openssl.org/3.0/man1/openssl-ciphers/
   */
  readonly ciphers?: string;
}
