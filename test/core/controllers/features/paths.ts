import { all, type Feature, off, tls } from "./feature.ts";

export const paths: readonly Feature[] = [
  {
    title: "rewrite",
    args: { paths: [{ path: "/audio" }], rewrite: "/v1" },
    expected: {
      f5: { rewrites: "serviceName=api rewrite=/v1/" },
      "ingress-nginx": { ...off, "rewrite-target": "/v1/$2", "use-regex": "true" },
      haproxy: { ...off, "path-rewrite": "^/audio(?:/|$)(.*)$ /v1/\\1" },
    },
  },
  {
    title: "rewrite of Exact and Prefix paths together",
    args: { paths: [{ path: "/audio" }, { path: "/a", type: "Exact" }], rewrite: "/v1" },
    expected: all("rewrite: mixed-path-types"),
  },
  {
    title: "a rewrite with a character that controllers read as syntax",
    args: { rewrite: "/a=b" },
    expected: all("rewrite: unsupported-characters"),
  },
  {
    title: "rewrite of gRPC",
    args: { ...tls, protocol: "grpc", rewrite: "/" },
    expected: {
      f5: "rewrite: not-for-grpc",
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "rewrite-target": "/$2", "use-regex": "true" },
      haproxy: { ...off, "path-rewrite": "^(?:/|$)(.*)$ /\\1", "server-proto": "h2" },
    },
  },
  {
    title: "a path with a character that ingress-nginx refuses",
    args: { paths: [{ path: "/~user" }] },
    expected: {
      f5: {},
      "ingress-nginx": "paths: unsupported-characters",
      haproxy: off,
    },
  },
  {
    title: "an encoded path",
    args: { paths: [{ path: "/a%20b" }] },
    expected: {
      f5: "paths: unsupported-characters",
      "ingress-nginx": "paths: unsupported-characters",
      haproxy: off,
    },
  },
  {
    title: "a path that F5 mistakes for a file's path",
    args: { paths: [{ path: "/products/variants" }] },
    expected: {
      f5: "paths: reserved-path",
      "ingress-nginx": off,
      haproxy: off,
    },
  },
];
