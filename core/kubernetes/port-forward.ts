import { Duplex, PassThrough } from "node:stream";
import { type KubeConfig, PortForward } from "@kubernetes/client-node";

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * Opens a connection to a pod's port as `kubectl port-forward` does; destroyed, it hangs up.
 * @throws Error in one sentence
 */
export async function openForward(config: KubeConfig, { namespace, pod, port }: PodPort): Promise<Duplex> {
  const input = new PassThrough();
  const output = new PassThrough();
  const errors = new PassThrough();
  const socket = await new PortForward(config)
    .portForward(namespace, pod, [port], output, errors, input)
    .catch((error: unknown) => {
      // What the WebSocket throws is an event that has the message.
      const { message } = error as { readonly message?: string };
      throw new Error(`the API server does not forward to pod ${namespace}/${pod}: ${message ?? error}`);
    });
  const connection = Duplex.from({ readable: output, writable: input });
  const hangUp = () => {
    if ("close" in socket) socket.close();
  };
  errors.on("data", (text: Buffer) => connection.destroy(new Error(text.toString().trim())));
  if ("onclose" in socket) socket.onclose = () => output.end();
  return connection.once("close", hangUp);
}
