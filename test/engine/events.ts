import type { EngineFixture } from "./fixture.ts";

/** The Events of an object, one line each. */
export async function eventsOf(
  { cluster, live }: Pick<EngineFixture, "cluster" | "live">,
  name: string,
  kind = "ingress",
): Promise<readonly string[]> {
  const { uid } = (await live(kind, name)).metadata;
  const form = "jsonpath={range .items[*]}{.type} {.reason}: {.message}{'\\n'}{end}";
  const args = ["get", "events", "--field-selector", `involvedObject.uid=${uid}`, "-o", form];
  return (await cluster.kubectl.run(args)).stdout.trimEnd().split("\n");
}
