/**
 * Waits for work no longer than so many milliseconds. The work itself goes on; the caller ends it.
 * @throws Error in one sentence once the time is over, else what the work throws
 */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new Error(`nothing came within ${milliseconds / 1000} s`)),
    milliseconds,
  );
  return Promise.race([work, timeout.promise]).finally(() => clearTimeout(timer));
}
