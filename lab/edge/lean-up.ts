import type { EngineEvent, OpMap, Stack } from "@pulumi/pulumi/automation/index.js";

/**
 * Brings a stack up and tells how many resources that created, updated, left the same. The Automation API's own `up`
 * asks the engine for the outputs, twice, and the history after each update: three starts of it more, up to three
 * seconds under load.
 */
export async function leanUp(stack: Stack): Promise<OpMap> {
  let changes: OpMap | undefined;
  const onEvent = ({ summaryEvent }: EngineEvent) => {
    if (summaryEvent !== undefined) changes = summaryEvent.resourceChanges;
  };
  const lean: Stack = Object.create(stack, {
    outputs: { value: async () => ({}) },
    info: { value: async () => undefined },
  });
  await lean.up({ onEvent });
  if (changes === undefined) throw new Error("the engine ended without a summary");
  return changes;
}
