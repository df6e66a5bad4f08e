import test from "ava";
import { until } from "../../../lab/machine/until.ts";

test("the wait ends when the check succeeds; an exception counts as failure", async (t) => {
  let checks = 0;
  const check = () => {
    checks++;
    if (checks === 1) throw new Error("not yet");
    return checks === 3;
  };
  await until("the third time", 5_000, check, 1);
  t.is(checks, 3);
});

test("a wait that times out names its subject, its length and the last reason", async (t) => {
  const refused = () => Promise.reject(new Error("refused"));
  await t.throwsAsync(until("an answer", 20, refused, 1), {
    message: "an answer: not within 0.02 s: refused",
  });
  await t.throwsAsync(
    until("an answer", 20, () => false, 1),
    { message: "an answer: not within 0.02 s" },
  );
});

test("a hopeless wait ends at once", async (t) => {
  const hopeless = () => "the node ended";
  await t.throwsAsync(
    until("the kubelet", 60_000, () => false, 1, hopeless),
    { message: "the kubelet: the node ended" },
  );
});
