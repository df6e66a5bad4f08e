import { request } from "node:http";

/** What a client gets. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
}

export type Ask = (host: string, path: string) => Promise<Answer>;

/** Asks a proxy that listens on a socket. */
export function asking(socketPath: string): Ask {
  return (host, path) =>
    new Promise((resolve, reject) => {
      request({ socketPath, path, headers: { host } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode = 0, headers } = response;
          const { location } = headers;
          const body = Buffer.concat(chunks).toString();
          resolve({ status: statusCode, body, ...(location !== undefined && { location }) });
        });
      })
        .on("error", reject)
        .end();
    });
}
