import type { ProfileKnobs } from "../../model/performance.ts";

export const ingressNginxProfiles: ProfileKnobs = {
  default: {},
  // Connections (16384), open files (rlimit), upstream connections (320) and TLS cache (10m) are its defaults.
  high: { keepAliveRequests: 10_000 },
};
