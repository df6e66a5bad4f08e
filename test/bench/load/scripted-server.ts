import { createServer, type Server, type Socket } from "node:net";
import type { ExecutionContext } from "ava";

/** What a scripted server does with one request: `count` from 0 over all connections, `nth` from 0 on this one. */
export type Script = (socket: Socket, request: { count: number; nth: number; head: string }) => void;

export interface ScriptedServer {
  readonly target: string;
  /** Request heads in the order of arrival. */
  readonly heads: readonly string[];
  readonly connections: () => number;
}

/** A server on loopback that reads HTTP/1.1 requests correctly and misbehaves as its script says. */
export async function scriptedServer(t: ExecutionContext, script: Script): Promise<ScriptedServer> {
  const heads: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    let nth = 0;
    let received = "";
    socket.on("error", () => {}); // clients may disconnect at any time
    socket.on("close", () => open.delete(socket));
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      received += chunk;
      for (let end = received.indexOf("\r\n\r\n"); end >= 0; end = received.indexOf("\r\n\r\n")) {
        const head = received.slice(0, end);
        received = received.slice(end + 4);
        heads.push(head);
        script(socket, { count: heads.length - 1, nth, head });
        nth += 1;
      }
    });
  });
  const target = await listen(server);
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { target, heads, connections: () => connections };
}

/** A complete answer that names its service. */
export function answer(service: string, { status = 200, close = false } = {}): string {
  return `HTTP/1.1 ${status} Said\r\nX-Service: ${service}\r\nContent-Length: 2\r\n${close ? "Connection: close\r\n" : ""}\r\nok`;
}

/** A closed port of loopback. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  const target = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return target;
}

export function listen(server: Pick<Server, "listen" | "address">): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`127.0.0.1:${typeof address === "object" ? address?.port : address}`);
    });
  });
}
