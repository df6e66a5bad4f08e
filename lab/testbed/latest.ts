/** Runs work by key: work that is still under way under the same key ends first, by its signal. */
export type Latest = <T>(key: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * For updates of a stack by tests: a test that has run out of time leaves its update behind, which holds the stack's lock
 * for as long as the engine waits for a pod that does not start.
 */
export function latestOnly(): Latest {
  const running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<unknown> }>();
  return async (key, work) => {
    const earlier = running.get(key);
    earlier?.abort.abort();
    const abort = new AbortController();
    const ended = Promise.allSettled([earlier?.ended]).then(() => work(abort.signal));
    running.set(key, { abort, ended });
    try {
      return await ended;
    } finally {
      if (running.get(key)?.ended === ended) running.delete(key);
    }
  };
}
