import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { listeningPort } from "../../core/controllers/ports.ts";
import { classControllers } from "../../core/controllers/registry.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import type { Side } from "./settings.ts";

/** Answers of a node's readiness port to a balancer's health check; Unix milliseconds. */
export interface Reading {
  readonly node: string;
  /** When the request was sent. */
  readonly at: number;
  /** When it was answered, or failed. */
  readonly answered: number;
  readonly ready: boolean;
}

/** Asks each node's readiness port every 50 ms during `work`. */
export async function readinessDuring(
  testbed: Testbed,
  side: Side,
  work: () => Promise<unknown>,
): Promise<readonly Reading[]> {
  const { port, path } = classControllers[side.controller].facts.readiness;
  const at = `${listeningPort(port, side)}${path}`;
  const readings: Reading[] = [];
  let working = true;
  const watching = testbed.nodes.map(async ({ name, address }) => {
    while (working) {
      const askedAt = Date.now();
      const ready = await isReady(`http://${address}:${at}`);
      readings.push({ node: name, at: askedAt, answered: Date.now(), ready });
      await sleep(50);
    }
  });
  try {
    await work();
  } finally {
    working = false;
    await Promise.all(watching);
  }
  return readings;
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
