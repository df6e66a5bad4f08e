import { join } from "node:path";
import test from "ava";
import { run } from "../../lab/machine/run.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";

// Needs mounts, nginx's user and a real nginx, which only root can have.
const proven = process.getuid?.() === 0 ? test : test.skip;

proven("the agent's own tests pass, against a real nginx", async (t) => {
  t.timeout(300_000);
  const nginx = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
  const { stdout } = await run("go", ["test", "-count=1", "-v", "./..."], {
    cwd: join(import.meta.dirname, "..", "..", "images", "logrotate"),
    env: { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off", NGINX_BINARY: nginx },
  });
  t.regex(stdout, /^--- PASS: TestNginxReopensWhatIsTurnedOver /m);
  t.notRegex(stdout, /^ *--- SKIP/m);
});
