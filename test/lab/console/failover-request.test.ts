import test from "ava";
import { readLabRequest } from "../../../lab/console/failover-request.ts";

const read = (...args: readonly string[]) => readLabRequest(args, "dev", 0);

test("the stack is always the lab's", (t) => {
  t.deepEqual(read("status", "web"), { stack: "dev", action: "status", services: ["web"] });
});

for (const other of [
  ["--stack", "prod"],
  ["--project", "/elsewhere"],
]) {
  test(`${other.join(" ")} is refused`, (t) => {
    t.throws(() => read("status", ...other), {
      message: "the lab has only stack dev of this project: leave --stack and --project out",
    });
  });
}
