import { type Feature, off, refused, tls } from "./feature.ts";

export const paths: readonly Feature[] = [
  {
    title: "rewrite",
    args: { paths: [{ path: "/audio" }], rewrite: "/v1" },
    expected: {
      f5: { rewrites: "serviceName=api rewrite=/v1/" },
      "ingress-nginx": { ...off, "rewrite-target": "/v1/$2", "use-regex": "true" },
    },
  },
  {
    title: "rewrite of Exact and Prefix paths together",
    args: { paths: [{ path: "/audio" }, { path: "/a", type: "Exact" }], rewrite: "/v1" },
    expected: refused(
      "rewrite",
      "appends what a Prefix path leaves over to the rewrite, but nothing after an Exact path: give Exact and Prefix paths a service each",
    ),
  },
  {
    title: "rewrite to what a dialect reads as its own",
    args: { rewrite: "/a=b" },
    expected: refused(
      "rewrite",
      'rewrites to a path that begins with "/" and has letters, digits and . _ ~ : / - only, got "/a=b"',
    ),
  },
  {
    title: "rewrite of gRPC",
    args: { ...tls, protocol: "grpc", rewrite: "/" },
    expected: {
      f5: 'rewrite: class "public" (f5) cannot rewrite gRPC, whose path is the method\'s name: leave rewrite out',
      "ingress-nginx": { ...off, "backend-protocol": "GRPC", "rewrite-target": "/$2", "use-regex": "true" },
    },
  },
  {
    title: "a path with a character that only one dialect takes",
    args: { paths: [{ path: "/~user" }] },
    expected: {
      f5: {},
      "ingress-nginx":
        'paths: class "public" (ingress-nginx) takes paths of letters, digits and . _ / - only, got "/~user"',
    },
  },
  {
    title: "an encoded path",
    args: { paths: [{ path: "/a%20b" }] },
    expected: {
      f5: 'paths: class "public" (f5) takes paths of letters, digits and . _ ~ ! @ & = , : / - only, got "/a%20b"',
      "ingress-nginx":
        'paths: class "public" (ingress-nginx) takes paths of letters, digits and . _ / - only, got "/a%20b"',
    },
  },
  {
    title: "a path that F5 takes for one of the file system",
    args: { paths: [{ path: "/products/variants" }] },
    expected: {
      f5: 'paths: class "public" (f5) refuses paths that begin with "/etc/" or contain "/root" or "/var", got "/products/variants": choose another path, or an ingress-nginx class',
      "ingress-nginx": off,
    },
  },
];
