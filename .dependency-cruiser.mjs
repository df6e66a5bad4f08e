/**
 * Which room may import which, the type imports included. A room is a folder, or the program itself; what is not listed
 * is refused. See core/README.md.
 */
const rooms = {
  "core/model": [],
  "core/config": ["core/model"],
  "core/kubernetes": ["core/model"],
  "core/controllers": ["core/model", "core/config", "core/kubernetes"],
  "core/logrotate": ["core/model", "core/config", "core/kubernetes", "core/controllers"],
  "core/rules": ["core/model", "core/config", "core/kubernetes", "core/controllers"],
  "core/failover": ["core/model", "core/config", "core/kubernetes", "core/controllers", "core/rules"],
  "core/stack": [
    "core/model",
    "core/config",
    "core/kubernetes",
    "core/controllers",
    "core/rules",
    "core/failover",
  ],
  "core/outputs": [
    "core/model",
    "core/config",
    "core/kubernetes",
    "core/controllers",
    "core/rules",
    "core/failover",
  ],
  "core/render": ["core/model", "core/config", "core/kubernetes", "core/controllers"],
  components: ["core"],
  "index.ts": ["components", "core"],
  stacks: ["components", "core"],
  plugin: ["operations/check-node.cjs", "components", "core"],
  operations: ["index.ts", "stacks", "components", "core", "package.json"],
  lab: ["operations", "index.ts", "stacks", "components", "core"],
  bench: ["lab", "operations", "index.ts", "stacks", "components", "core"],
};

/** Rooms of core that read no file, open no connection and start no process. */
const pure = "^core/(model|config|controllers|logrotate|rules|stack|outputs|render)/";

/** A path that lies in one of these rooms. */
const within = (...names) => names.map((name) => `^${name.replaceAll(".", "\\.")}(/|$)`);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one, or have a third in common.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-cycles-between-folders",
      comment:
        "As between files. The registry stands beside the interface that the controllers' folders implement.",
      severity: "error",
      scope: "folder",
      from: { pathNot: "^core/controllers(/|$)" },
      to: { circular: true },
    },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `below ${room}`,
      comment: `May import ${below.length === 0 ? "nothing outside itself" : below.join(", ")}: what both need belongs further down.`,
      severity: "error",
      from: { path: within(room) },
      to: { dependencyTypes: ["local"], pathNot: within(room, ...below) },
    })),
    {
      name: "each-file-in-a-room",
      comment: "A new folder gets its line in .dependency-cruiser.mjs.",
      severity: "error",
      from: { pathNot: ["(^|/)node_modules/", ...within(...Object.keys(rooms))] },
      to: { dependencyTypes: ["local"] },
    },
    {
      name: "a-controller-knows-no-other",
      comment:
        "What two controllers have in common stands beside their folders; nginx/ is what F5 and ingress-nginx share.",
      severity: "error",
      from: { path: "^core/controllers/([^/]+)/" },
      to: {
        path: "^core/controllers/[^/]+/",
        pathNot: ["^core/controllers/$1/", "^core/controllers/nginx/"],
      },
    },
    {
      name: "nginx-is-not-haproxy",
      comment: "nginx/ is what F5 and ingress-nginx share.",
      severity: "error",
      from: { path: "^core/controllers/haproxy/" },
      to: { path: "^core/controllers/nginx/" },
    },
    {
      name: "no-pulumi-in-core",
      comment: "What core makes is plain data, which components hand to Pulumi.",
      severity: "error",
      from: { path: "^core/" },
      to: { path: "(^|/)@pulumi/" },
    },
    {
      name: "no-packages-in-model",
      severity: "error",
      from: { path: "^core/model/" },
      to: { path: "(^|/)node_modules/" },
    },
    {
      name: "no-io-in-core",
      comment:
        "Talking to the cluster is for core/kubernetes and core/failover, reading the project's files for components. Only OpenSSL knows its ciphers, and node:tls asks it without a connection.",
      severity: "error",
      from: { path: pure, pathNot: "^core/config/formats/ciphers\\.ts$" },
      to: {
        path: "^(fs|child_process|http|https|http2|tls|dgram|worker_threads)(/|$)",
        dependencyTypes: ["core"],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Type imports and side effects are seen before the compiler drops them.
    tsPreCompilationDeps: true,
    exclude: { path: "^(dist|test|tools|images|docs|node_modules/\\.)" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs"] },
  },
};
