import { type Output, type RunOptions, run } from "../machine/run.ts";

/** kubectl bound to a kubeconfig. */
export class Kubectl {
  readonly path: string;
  readonly kubeconfig: string;

  constructor(path: string, kubeconfig: string) {
    this.path = path;
    this.kubeconfig = kubeconfig;
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Output> {
    return run(this.path, ["--kubeconfig", this.kubeconfig, ...args], { timeout: 60_000, ...options });
  }

  /** Server-side apply with strict field validation, owned by the lab. */
  async apply(manifests: readonly object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests });
    await this.run(
      [
        "apply",
        "--server-side",
        "--force-conflicts",
        "--field-manager=exposure-lab",
        "--validate=strict",
        "-f",
        "-",
      ],
      { input },
    );
  }

  /** Whether the API server answers that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      await this.run(["get", "--raw", "/readyz", "--request-timeout=3s"], { timeout: 5_000 });
      return true;
    } catch {
      return false;
    }
  }
}
