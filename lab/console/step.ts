/** Where progress goes: a terminal gets one line that counts, anything else plain lines. */
export interface StepSink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Reports the detail a running step is at, for example the package being compiled. */
export type Progress = (detail: string) => void;

/** Milliseconds. Shorter steps leave one line without a time. */
const worthATime = 2_000;
/** Milliseconds between progress lines without a terminal, so that a log shows what a step waits for. */
const heartbeat = 30_000;

/**
 * Runs work that may take long, with its own line of output and the time it took.
 * A failure is marked on the line and passed on.
 */
export async function step<T>(
  title: string,
  work: (progress: Progress) => Promise<T>,
  sink: StepSink = process.stdout,
): Promise<T> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  let detail = "";
  const live = sink.isTTY === true;
  const draw = () =>
    sink.write(`\r\x1b[2K${shorten(runningLine(title, elapsed(), detail), sink.columns ?? 80)}`);
  const beat = () => sink.write(`${runningLine(title, elapsed(), detail)}\n`);
  if (live) draw();
  else sink.write(`- ${title}\n`);
  const timer = setInterval(live ? draw : beat, live ? 1_000 : heartbeat);
  const end = (mark: string) => sink.write(`${live ? "\r\x1b[2K" : ""}${endLine(mark, title, elapsed())}\n`);
  try {
    const result = await work((text) => {
      detail = text;
    });
    if (live || elapsed() >= worthATime) end("✔");
    return result;
  } catch (error) {
    end("✘");
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** One fact of the run, aligned with the steps. */
export function note(text: string, sink: StepSink = process.stdout): void {
  sink.write(`✔ ${text}\n`);
}

/** `850 ms`, `12 s`, `4 min 19 s`. */
export function formatElapsed(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function runningLine(title: string, milliseconds: number, detail: string): string {
  const seconds = Math.round(milliseconds / 1_000); // timers may be a hair early
  const time = seconds === 0 ? "" : ` … ${formatElapsed(seconds * 1_000)}`;
  return `- ${title}${time}${detail === "" ? "" : ` (${detail})`}`;
}

function endLine(mark: string, title: string, milliseconds: number): string {
  return milliseconds < worthATime ? `${mark} ${title}` : `${mark} ${title}: ${formatElapsed(milliseconds)}`;
}

function shorten(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
}
