import grpc from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";

/** Where a plugin's messages go: the engine shows them at the resource's line. */
export interface EngineLog {
  warn(urn: string, message: string): void;
  /** Shown while it lasts; an empty message clears it. */
  status(urn: string, message: string): void;
}

/** The log of the engine that started this plugin: it passes its address as the last argument. */
export function engineLog(address = process.argv.at(-1) ?? ""): EngineLog {
  if (!/:\d+$/.test(address)) return { warn: (_, message) => console.error(message), status: () => {} };
  const engine = new engineGrpc.EngineClient(address, grpc.credentials.createInsecure());
  const log = (urn: string, message: string, warning: boolean) => {
    const request = new enginePb.LogRequest();
    request.setSeverity(warning ? enginePb.LogSeverity.WARNING : enginePb.LogSeverity.INFO);
    request.setEphemeral(!warning);
    request.setUrn(urn);
    request.setMessage(message);
    engine.log(request, () => {}); // a message that is lost must not fail the run
  };
  return {
    warn: (urn, message) => log(urn, message, true),
    status: (urn, message) => log(urn, message, false),
  };
}
