import type { ImageConfig } from "./archive.ts";

/** A static Go program alone in its image. */
export interface GoRecipe extends ImageConfig {
  readonly kind: "go";
  readonly reference: string;
  /** Folder below `images/` with the program's module. */
  readonly source: string;
}

/** Debian packages, installed without recommended ones. */
export interface DebianRecipe extends ImageConfig {
  readonly kind: "debian";
  readonly reference: string;
  readonly suite: string;
  readonly packages: readonly string[];
  /** Executable files beside the packages: path in the image, and file below `images/`. @default none */
  readonly scripts?: Readonly<Record<string, string>>;
}

export type Recipe = GoRecipe | DebianRecipe;

/** Holds a pod's namespaces; containerd is told to use it. */
export const pauseImage = "exposure.local/pause:1";
export const echoImage = "exposure.local/echo:1";
export const logrotateImage = "exposure.local/logrotate:2";
export const keepalivedImage = "exposure.local/keepalived:1";
export const nginxImage = "exposure.local/nginx:1";

/** The images that the lab builds. */
export const recipes: readonly Recipe[] = [
  { kind: "go", reference: pauseImage, source: "pause", entrypoint: ["/pause"] },
  { kind: "go", reference: echoImage, source: "echo", entrypoint: ["/echo"] },
  { kind: "go", reference: logrotateImage, source: "logrotate", entrypoint: ["/logrotate"], user: "101:101" },
  {
    kind: "debian",
    reference: keepalivedImage,
    suite: "trixie",
    packages: ["keepalived"],
    scripts: { "/usr/local/bin/check-haproxy": "keepalived/check-haproxy" },
    entrypoint: ["/usr/sbin/keepalived"],
  },
  {
    kind: "debian",
    reference: nginxImage,
    // as new as the controllers' nginx: stable's does not know keepalive_min_timeout
    suite: "sid",
    packages: ["nginx"],
    entrypoint: ["/usr/sbin/nginx", "-g", "daemon off;"],
  },
];
