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
    title: "a regular expression",
    args: { paths: [{ path: "/v[0-9]+/(.*)", type: "Regex" }] },
    expected: {
      f5: { "path-regex": "case_insensitive" },
      "ingress-nginx": { ...off, "use-regex": "true" },
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a rewrite with groups of a regular expression",
    args: { paths: [{ path: "/v([0-9]+)/(.*)", type: "Regex" }], rewrite: "/$2/of/$1" },
    expected: {
      f5: { "path-regex": "case_insensitive", "rewrite-target": "/$2/of/$1" },
      "ingress-nginx": { ...off, "rewrite-target": "/$2/of/$1", "use-regex": "true" },
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a rewrite with more groups than the expression has",
    args: { paths: [{ path: "/v(?:[0-9]+)/(.*)", type: "Regex" }], rewrite: "/$2" },
    expected: {
      f5: "rewrite: missing-group",
      "ingress-nginx": "rewrite: missing-group",
      haproxy: ["paths: unsupported", "rewrite: missing-group"],
    },
  },
  {
    title: "a rewrite with a group of a Prefix path",
    args: { paths: [{ path: "/v1" }], rewrite: "/$1" },
    expected: all("rewrite: missing-group"),
  },
  {
    title: "regular expressions and other paths in one service",
    args: { paths: [{ path: "/v[0-9]+", type: "Regex" }, { path: "/" }] },
    expected: {
      f5: "paths: mixed-path-types",
      "ingress-nginx": { ...off, "use-regex": "true" },
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a rewrite of a regular expression with braces",
    args: { paths: [{ path: "/v[0-9]{1,3}/(.*)", type: "Regex" }], rewrite: "/$1" },
    expected: {
      f5: "rewrite: unsupported-characters",
      "ingress-nginx": { ...off, "rewrite-target": "/$1", "use-regex": "true" },
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a rewrite of a regular expression for one backend only",
    args: {
      paths: [{ path: "/v([0-9])/(.*)", type: "Regex" }],
      rewrite: "/$2",
      emergency: { service: "standby", rewrite: false },
    },
    expected: {
      f5: "rewrite: rewrite-for-one-backend",
      "ingress-nginx": { ...off, "rewrite-target": "/$2", "use-regex": "true" },
      haproxy: ["paths: unsupported", "emergency.rewrite: unsupported"],
    },
  },
  {
    title: "a regular expression of any two characters between slashes",
    args: { paths: [{ path: "/../x", type: "Regex" }] },
    expected: {
      f5: "paths: unsupported-characters",
      "ingress-nginx": { ...off, "use-regex": "true" },
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a rewrite of a regular expression to itself",
    args: { paths: [{ path: "/~v1", type: "Regex" }], rewrite: "/~v1" },
    expected: {
      f5: "rewrite: unsupported-characters",
      "ingress-nginx": "rewrite: same-as-path",
      haproxy: "paths: unsupported",
    },
  },
  {
    title: "a path that ingress-nginx mistakes for a file's path",
    args: { paths: [{ path: "/docs/etc/nginx" }] },
    expected: { f5: {}, "ingress-nginx": "paths: reserved-path", haproxy: off },
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
