import test from "ava";
import { attemptsOn } from "./hostile-services.ts";
import { verdict } from "./nginx.ts";
import { serversOf } from "./nginx-configuration.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test : test.skip;

for (const controller of ["f5", "ingress-nginx"] as const) {
  proven(`${controller}: nginx takes every value that the preview takes`, async (t) => {
    t.timeout(300_000);
    const { accepted, refused } = attemptsOn(controller);
    t.true(accepted.length > 100, `${accepted.length} accepted`);
    t.true(refused > 500, `${refused} refused`);
    const all = await verdict(
      t,
      controller,
      accepted.map(({ manifest }) => serversOf(controller, [manifest])),
    );
    if (all === "ok") return t.pass();
    const guilty: string[] = [];
    for (const { attempt, manifest } of accepted) {
      const alone = await verdict(t, controller, [serversOf(controller, [manifest])]);
      if (alone !== "ok") guilty.push(`${attempt}: ${alone}`);
    }
    t.deepEqual(guilty, [], all);
  });

  proven(`${controller}: nginx refuses a value that the preview refuses`, async (t) => {
    const [{ manifest } = { manifest: undefined }] = attemptsOn(controller).accepted;
    if (manifest === undefined) return t.fail();
    const server = serversOf(controller, [manifest]).replace(" {", ' { add_header X "$nope";');
    t.regex(await verdict(t, controller, [server]), /unknown "nope" variable/);
  });
}
