import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { requireContext } from "../../../lab/stacks/target.ts";

test("an existing context is accepted", (t) => {
  t.notThrows(() => requireContext("prod", ["dev", "prod"]));
});

test("a missing context is refused with the existing ones", (t) => {
  t.throws(() => requireContext("pord", ["dev", "prod"]), {
    instanceOf: UserError,
    message: 'Your kubeconfig has no context "pord" (there are dev, prod): name one with CONTEXT=.',
  });
  t.throws(() => requireContext("prod", []), {
    message: 'Your kubeconfig has no context "prod" (it has none): name one with CONTEXT=.',
  });
});
