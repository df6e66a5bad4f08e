/** The sentences of the check before a switch among the engine's errors, without the engine's own text; sorted. */
export function preflightRefusals(messages: readonly string[]): readonly string[] {
  return messages
    .map((message) => message.split('before hook "exposure-preflight" failed: ')[1])
    .filter((message) => message !== undefined)
    .toSorted();
}
