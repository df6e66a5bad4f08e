import { Duplex, PassThrough } from "node:stream";
import { type KubeConfig, PortForward } from "@kubernetes/client-node";
import { within } from "./deadline.ts";

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
  /** Milliseconds to open the connection. */
  readonly timeout: number;
}

/**
 * Opens a connection to a pod's port as `kubectl port-forward` does; destroyed, it hangs up.
 * @throws Error in one sentence
 */
export async function openForward(
  config: KubeConfig,
  { namespace, pod, port, timeout }: PodPort,
): Promise<Duplex> {
  const input = new PassThrough();
  const output = new PassThrough();
  const errors = new PassThrough();
  const opening = new PortForward(withDeadline(config, timeout)).portForward(
    namespace,
    pod,
    [port],
    output,
    errors,
    input,
  );
  let abandoned = false;
  opening.then(
    (late) => abandoned && hangUp(late),
    () => {},
  );
  const socket = await within(timeout, opening).catch((error: unknown) => {
    abandoned = true;
    // What the WebSocket throws is an event that has the message.
    const { message } = error as { readonly message?: string };
    throw new Error(`the API server does not forward to pod ${namespace}/${pod}: ${message ?? error}`);
  });
  const connection = Duplex.from({ readable: output, writable: input });
  errors.on("data", (text: Buffer) => connection.destroy(new Error(text.toString().trim())));
  if ("onclose" in socket) socket.onclose = () => output.end();
  return connection.once("close", () => hangUp(socket));
}

/** Has the connection itself end soon after its caller has abandoned up: one that hangs would keep the process alive. */
function withDeadline(config: KubeConfig, timeout: number): KubeConfig {
  const applyToHTTPSOptions: KubeConfig["applyToHTTPSOptions"] = async (options) => {
    await config.applyToHTTPSOptions(options);
    Object.assign(options, { handshakeTimeout: timeout + 100 });
  };
  return Object.create(config, { applyToHTTPSOptions: { value: applyToHTTPSOptions } });
}

/** At once: to close in good order can take a peer that hangs half a minute. */
function hangUp(socket: object): void {
  if ("terminate" in socket && typeof socket.terminate === "function") socket.terminate();
}
