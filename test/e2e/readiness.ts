import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { internalPorts } from "../../components/model/ports.ts";
import type { Edge } from "../../lab/edge/edge.ts";

/** What a balancer's health check of F5's readiness port sees of a node; Unix milliseconds. */
export interface Reading {
  readonly node: string;
  /** When the question was sent. */
  readonly at: number;
  readonly ready: boolean;
}

/** Asks each node's readiness port every 50 ms while `work` is done. */
export async function readinessDuring(edge: Edge, work: () => Promise<unknown>): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  let working = true;
  const watching = edge.nodes.map(async ({ name, address }) => {
    while (working) {
      const at = Date.now();
      readings.push({ node: name, at, ready: await isReady(address) });
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

function isReady(address: string): Promise<boolean> {
  const url = `http://${address}:${internalPorts.f5.ready.port}/nginx-ready`;
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
