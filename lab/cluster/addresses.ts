/** The network of the real nodes. `address` is the machine's own on it, where nodes reach the API server. */
export const bridge = { name: "br-exposure", address: "172.30.0.1", range: "172.30.0.0/24" } as const;

export const podRange = "10.244.0.0/16";

/** The range of Service addresses, and the two that are fixed. */
export const services = { range: "10.96.0.0/16", apiServer: "10.96.0.1", dns: "10.96.0.10" } as const;
