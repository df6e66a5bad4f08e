import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { readLabRequest } from "../../../lab/console/failover-request.ts";

const projects = [
  ["exposure", "/checkout"],
  ["haproxy-edge", "/checkout/stacks/haproxy-edge"],
] as const;
const read = (...args: readonly string[]) => readLabRequest(args, "dev", projects, 0);

test("the stack is always the lab's, and the first project is meant", (t) => {
  const request = { stack: "dev", action: "status" as const, services: ["web"] };
  t.deepEqual(read("status", "web"), { request, project: "exposure" });
});

for (const [project, folder] of [
  ...projects,
  ["haproxy-edge", "/checkout/stacks/../stacks/haproxy-edge/"],
] as const) {
  test(`--project ${folder} is project ${project}`, (t) => {
    t.is(read("status", "--project", folder).project, project);
  });
}

for (const [other, message] of [
  [["--stack", "prod"], "the lab has only stack dev: leave --stack out"],
  [
    ["--project", "/elsewhere"],
    '--project: expected /checkout or /checkout/stacks/haproxy-edge, got "/elsewhere"',
  ],
] as const) {
  test(`${other.join(" ")} is refused`, (t) => {
    t.throws(() => read("status", ...other), { instanceOf: UserError, message });
  });
}
