import type { EngineEvent, OpMap, Stack, UpOptions } from "@pulumi/pulumi/automation/index.js";

/**
 * Brings a stack up and tells how many resources that created, updated, left the same. The Automation API's own `up`
 * asks the engine for the outputs, twice, and the history after each update: three starts of it more, each of which
 * reads the whole state.
 */
export async function leanUp(stack: Stack, options: UpOptions = {}): Promise<OpMap> {
  let changes: OpMap = {};
  const onEvent = (event: EngineEvent) => {
    if (event.summaryEvent !== undefined) changes = event.summaryEvent.resourceChanges;
    options.onEvent?.(event);
  };
  const lean: Stack = Object.create(stack, {
    outputs: { value: async () => ({}) },
    info: { value: async () => undefined },
  });
  await lean.up({ ...options, onEvent });
  return changes;
}
