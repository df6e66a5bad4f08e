const patience = 10_000;

/** Asks a URL as a client on the wire would: undefined for a success, else what came back. */
export async function probe(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(patience);
    const { ok, status, statusText } = await fetch(url, { signal, redirect: "manual" });
    return ok ? undefined : `answered ${status} ${statusText}`.trimEnd();
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return `did not answer: ${cause}`;
  }
}
