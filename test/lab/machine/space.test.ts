import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { freeBytes, requireSpace, saysDiskFull } from "../../../lab/machine/space.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("too little space is refused with what there is, also in a folder that is still to be made", async (t) => {
  const folder = `${await temporaryFolder(t)}/a/b`;
  const free = async () => 400e6;
  await t.throwsAsync(requireSpace(folder, 4e9, "A kind cluster", free), {
    instanceOf: UserError,
    message: `A kind cluster needs 4.0 GB in ${folder}, and only 0.4 GB are free: make room there.`,
  });
  await t.notThrowsAsync(requireSpace(folder, 400e6, "The lab", free));
  await t.notThrowsAsync(requireSpace(folder, 1, "The lab"));
  t.true((await freeBytes("/")) > 0);
});

for (const [message, full] of [
  ["ENOSPC: no space left on device, write", true],
  ["write /var/lib/docker/tmp/x: no space left on device", true],
  ["Disk quota exceeded", true],
  ["connection refused", false],
] as const) {
  test(`"${message}" ${full ? "says" : "does not say"} that a disk is full`, (t) => {
    t.is(saysDiskFull(message), full);
  });
}
