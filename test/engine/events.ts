import type { EngineFixture } from "./fixture.ts";

/** The Events of an Ingress, one line each. */
export async function eventsOf(
  { cluster, live }: Pick<EngineFixture, "cluster" | "live">,
  ingress: string,
): Promise<readonly string[]> {
  const { uid } = (await live("ingress", ingress)).metadata;
  const form = "jsonpath={range .items[*]}{.type} {.reason}: {.message}{'\\n'}{end}";
  const args = ["get", "events", "--field-selector", `involvedObject.uid=${uid}`, "-o", form];
  return (await cluster.kubectl.run(args)).stdout.trimEnd().split("\n");
}
