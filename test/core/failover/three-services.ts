import { resolveService } from "../../../core/model/resolve-service.ts";

/** Two services that can be switched, with one between them that cannot. */
export const services = [
  resolveService(
    "web",
    { backend: { service: "web", port: 80 }, emergency: { service: "standby" } },
    "public",
  ),
  resolveService("api", { backend: { service: "api", port: 80 } }, "public"),
  resolveService(
    "feed",
    { backend: { service: "feed", port: "grpc" }, emergency: { service: "feed-2", port: 9000 } },
    "public",
  ),
];
