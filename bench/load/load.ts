import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { UserError } from "../../core/model/user-error.ts";
import { ensureLoadGenerator } from "./build.ts";
import type { LoadResult } from "./result.ts";

/** What to send and when to stop; both limits are mandatory and have maxima. */
export interface LoadPlan {
  /** `address:port`: loopback or the lab's 172.30.0.0/24, nothing else. Connections are spread over them. */
  readonly targets: readonly string[];
  /** At most 600. */
  readonly seconds: number;
  /** Requests at most; at most 10 million. @default as many as 50,000 a second */
  readonly count?: number;
  /** First part of each request's id. @default "load" */
  readonly name?: string;
  /** `grpc` is for checks: it costs too much for load. @default "http1" */
  readonly protocol?: "http1" | "grpc";
  /** @default false */
  readonly tls?: boolean;
  /** Host header and TLS server name. @default the target */
  readonly host?: string;
  /** @default "/" */
  readonly path?: string;
  /** What each request carries beside `Host`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Adds `?id=<name>-<n>` to each request's path. @default false */
  readonly ids?: boolean;
  /** Bytes of a gRPC request's message. @default 0 */
  readonly body?: number;
  /** The status that counts as success. @default any 2xx */
  readonly status?: number;
  /** The `X-Service` values that count as success. @default any */
  readonly services?: readonly string[];
  /** Requests under way at most. @default 32 */
  readonly connections?: number;
  /** A new connection for each request. @default false */
  readonly close?: boolean;
  /** Requests a second, sent when due even if answers are late. @default as fast as answers come */
  readonly rate?: number;
  /** Seconds to wait for an answer. @default 10 */
  readonly timeout?: number;
  /** Milliseconds of silence after which a service's next answer begins a new spell. @default 250 */
  readonly gap?: number;
}

/** Loads end with this process even if it is killed, because that closes their standard input. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A load under way. */
export interface Load {
  /** Resolves with the first answer of any status; rejects if the load ends without one. */
  readonly flowing: Promise<void>;
  /** Resolves when the plan is done. */
  readonly result: Promise<LoadResult>;
  /** Starts no further request and waits for the answers under way. */
  stop(): Promise<LoadResult>;
}

/**
 * Starts the load generator. It ends by itself: after the plan's time or count, whichever comes first.
 * @throws {UserError} where the plan is refused, or the generator cannot be built.
 */
export async function startLoad(plan: LoadPlan): Promise<Load> {
  const generator = await ensureLoadGenerator();
  const child = spawn(generator, ["-attached", ...loadArguments(plan)], { stdio: "pipe" });
  running.add(child);
  const result = resultOf(child).finally(() => running.delete(child));
  const flowing = firstAnswer(child, result);
  for (const promise of [result, flowing]) promise.catch(() => {}); // callers that await one still see its error
  return {
    flowing,
    result,
    stop: () => {
      child.kill("SIGTERM");
      return result;
    },
  };
}

/** Runs a load from start to end. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  return (await startLoad(plan)).result;
}

/**
 * Stops a load that must still be under way.
 * @throws {UserError} if its plan was done before: what happened after that was not under load.
 */
export async function stopUnderWay(load: Load): Promise<LoadResult> {
  const result = await load.stop();
  if (result.stopped) return result;
  throw new UserError(
    `The load ${result.name} was over after ${Math.round(result.seconds)} s, before what it was meant to cover.`,
  );
}

/** The generator's command line for a plan. */
export function loadArguments(plan: LoadPlan): readonly string[] {
  const count = plan.count ?? Math.min(Math.ceil(plan.seconds * 50_000), 10_000_000);
  const values = {
    targets: plan.targets.join(","),
    duration: `${plan.seconds}s`,
    count,
    name: plan.name,
    protocol: plan.protocol,
    host: plan.host,
    path: plan.path,
    body: plan.body,
    status: plan.status,
    services: plan.services?.join(","),
    connections: plan.connections,
    rate: plan.rate,
    timeout: plan.timeout === undefined ? undefined : `${plan.timeout}s`,
    gap: plan.gap === undefined ? undefined : `${plan.gap}ms`,
  };
  const headers = Object.entries(plan.headers ?? {}).flatMap(([name, value]) => [
    "-header",
    `${name}: ${value}`,
  ]);
  const switches = { tls: plan.tls, ids: plan.ids, close: plan.close };
  return [
    ...Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [`-${name}`, `${value}`],
    ),
    ...headers,
    ...Object.entries(switches).flatMap(([name, on]) => (on === true ? [`-${name}`] : [])),
  ];
}

async function resultOf(child: ChildProcess): Promise<LoadResult> {
  const messages: string[] = [];
  if (child.stderr !== null) createInterface(child.stderr).on("line", (line) => messages.push(line));
  const [output, [status]] = await Promise.all([
    child.stdout === null ? "" : text(child.stdout),
    once(child, "close"),
  ]);
  if (status === 0) return JSON.parse(output) as LoadResult;
  const reason = messages.filter((line) => line !== "flowing").join("\n") || `it ended with status ${status}`;
  throw new UserError(`The load generator gave up: ${reason.replace(/^error: /, "")}`);
}

function firstAnswer(child: ChildProcess, result: Promise<LoadResult>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      if (chunk.includes("flowing")) resolve();
    });
    result.then(() => reject(new Error("the load ended without an answer")), reject);
  });
}
