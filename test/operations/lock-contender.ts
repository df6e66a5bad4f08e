import { once } from "node:events";
import { withLock } from "../../operations/lock.ts";

/** What a contender is told: to start at a given millisecond, together with others, or to leave. */
export type Order = { readonly file: string; readonly at: number } | "leave";

/** Whoever is in stays until it is told to leave: a slow machine does not make one follow the other. */
export type Answer = "in" | "refused" | "left";

process.on("message", async (order: Order) => {
  if (order === "leave") return;
  while (Date.now() < order.at); // a timer would come late by more than the race takes
  const say = (answer: Answer) => process.send?.(answer);
  const stay = async () => {
    const told = once(process, "message");
    say("in");
    await told;
  };
  const ended = await withLock(order.file, { command: "a start" }, stay).then(
    (): Answer => "left",
    (): Answer => "refused",
  );
  say(ended);
});
