import type { ClassControllerName } from "../../model/controllers.ts";
import type { PerformanceArgs, PerformanceKnobs, PerformanceSpec, Profile } from "../../model/performance.ts";

/** The knobs of a class: its profile's, and its own over them. */
export function knobsOf(
  dialect: ClassControllerName,
  { profile = "default", ...own }: PerformanceArgs,
): PerformanceSpec {
  return { profile, ...profileKnobs[profile][dialect], ...own };
}

/** Connections of one worker under `high`: eight times F5's 1024, so that their open files fit into 20,000. */
const connections = 8_192;

/**
 * Open files of one worker under `high`, `2 × connections + 1024`: a connection can hold a socket and a
 * temporary file for a body at one time; the rest is listeners, logs, and what a reload holds twice.
 */
const openFiles = 2 * connections + 1024;

const profileKnobs: Readonly<Record<Profile, Readonly<Record<ClassControllerName, PerformanceKnobs>>>> = {
  default: { f5: {}, "ingress-nginx": {} },
  high: {
    f5: {
      // A proxied request holds two connections, client and upstream: F5's 1024 end at some 500 clients a worker.
      workerConnections: connections,
      // Without it the container's soft limit holds, which under containerd 2 is systemd's 1024.
      workerOpenFiles: openFiles,
      // At nginx' 1000 a client of 1,000 requests/s pays a TCP and TLS handshake every second; ten times that.
      keepAliveRequests: 10_000,
      // F5 reloads on every change of endpoints. Measured: a reload breaks requests of keep-alive clients without it
      // (some 15 each at 21,000 requests/s), and none with 10s.
      keepAliveMinTimeout: "10s",
      // What ingress-nginx keeps by default. Of nginx' own 32 a worker closes what its clients open beyond them, and each
      // closed one holds a port for a minute: 28,232 ports are 470 new connections a second to a backend's address.
      // Measured with 1,500 clients: 8,200 to 10,200 requests/s, with 64 in the end 460 to 760.
      upstreamKeepAlive: 320,
    },
    // Connections (16384), open files (rlimit), upstream connections (320) and TLS cache (10m) are its defaults.
    "ingress-nginx": { keepAliveRequests: 10_000 },
  },
};
