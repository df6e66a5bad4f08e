import type {
  ServerUnaryCall,
  ServiceError,
  sendUnaryData,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import grpc from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { JsonObject } from "./json.ts";
import { InitFailed, type Provider } from "./provider.ts";

/**
 * Serves a provider to the Pulumi engine until the engine goes away.
 *
 * `@pulumi/pulumi/provider`'s own server is not used: it ignores the provider's configuration, never
 * previews, and knows neither time-outs nor cancellation.
 */
export async function serve(version: string, provider: Provider): Promise<void> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(providerGrpc.ResourceProviderService, implementation(version, provider));
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  exitWithParent();
  process.stdout.write(`${port}\n`); // the engine reads the port from the first line
}

/** An engine that was killed cannot stop its plugins: they notice and leave. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(0), 1000).unref();
}

function implementation(version: string, provider: Provider): UntypedServiceImplementation {
  return {
    getPluginInfo: unary(async () => {
      const info = new pluginPb.PluginInfo();
      info.setVersion(version);
      return info;
    }),

    checkConfig: unary(async (request: pb.CheckRequest) => {
      const response = new providerPb.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),

    configure: unary(async (request: pb.ConfigureRequest) => {
      await provider.configure(plain(request.getArgs()));
      const response = new providerPb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary(async (request: pb.CheckRequest) => {
      const autonaming = request.getAutonaming();
      const { inputs, failures } = await provider.check({
        urn: request.getUrn(),
        olds: plain(request.getOlds()),
        news: plain(request.getNews()),
        randomSeed: request.getRandomseed_asU8(),
        ...(autonaming && {
          autonaming: { disabled: autonaming.getMode() === 2, name: autonaming.getProposedName() },
        }),
      });
      const response = new providerPb.CheckResponse();
      response.setInputs(struct(inputs));
      response.setFailuresList(
        failures.map((reason) => {
          const failure = new providerPb.CheckFailure();
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),

    diff: unary(async (request: pb.DiffRequest) => {
      const { changes, deleteBeforeReplace } = await provider.diff({
        urn: request.getUrn(),
        olds: plain(request.getOlds()),
        oldInputs: plain(request.getOldInputs()),
        news: plain(request.getNews()),
      });
      const response = new providerPb.DiffResponse();
      response.setChanges(changes.length > 0 ? 2 : 1); // DIFF_SOME, DIFF_NONE
      response.setReplacesList(changes.filter(({ replace }) => replace).map(({ path }) => path));
      response.setDeletebeforereplace(deleteBeforeReplace);
      response.setHasdetaileddiff(true);
      for (const { path, kind, replace } of changes) {
        const detail = new providerPb.PropertyDiff();
        detail.setKind(PROPERTY_DIFF_KINDS[kind] + (replace ? 1 : 0));
        detail.setInputdiff(true);
        response.getDetaileddiffMap().set(path, detail);
      }
      return response;
    }),

    create: unary(async (request: pb.CreateRequest) => {
      const { id, properties } = await provider.create({
        urn: request.getUrn(),
        inputs: plain(request.getProperties()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
      });
      const response = new providerPb.CreateResponse();
      response.setId(id);
      response.setProperties(struct(properties));
      return response;
    }),

    read: unary(async (request: pb.ReadRequest) => {
      const found = await provider.read({
        id: request.getId(),
        urn: request.getUrn(),
        olds: plain(request.getProperties()),
        oldInputs: plain(request.getInputs()),
      });
      const response = new providerPb.ReadResponse();
      if (!found) return response; // an empty id says that the resource is gone
      response.setId(found.id);
      response.setProperties(struct(found.properties));
      response.setInputs(struct(found.inputs));
      return response;
    }),

    update: unary(async (request: pb.UpdateRequest) => {
      const properties = await provider.update({
        id: request.getId(),
        urn: request.getUrn(),
        olds: plain(request.getOlds()),
        inputs: plain(request.getNews()),
        timeout: request.getTimeout(),
        preview: request.getPreview(),
      });
      const response = new providerPb.UpdateResponse();
      response.setProperties(struct(properties));
      return response;
    }),

    delete: unary(async (request: pb.DeleteRequest) => {
      await provider.delete({
        id: request.getId(),
        urn: request.getUrn(),
        olds: plain(request.getProperties()),
        timeout: request.getTimeout(),
      });
      return new emptyPb.Empty();
    }),

    cancel: unary(async () => {
      provider.cancel();
      return new emptyPb.Empty();
    }),
  };
}

/** @see `PropertyDiff.Kind` in Pulumi's provider.proto: each kind is followed by its replacing variant. */
const PROPERTY_DIFF_KINDS = { add: 0, delete: 2, update: 4 } as const;

function unary<Request, Response>(handle: (request: Request) => Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    handle(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(failure(error)),
    );
  };
}

function failure(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InitFailed) {
    return { code: grpc.status.UNKNOWN, details: message, metadata: initFailedDetails(error) };
  }
  const stack = error instanceof Error && error.name !== "Error" ? `\n${error.stack}` : "";
  return { code: grpc.status.UNKNOWN, details: message + stack };
}

/** gRPC carries structured errors in this one header; only so does the engine keep what was created. */
function initFailedDetails(error: InitFailed): grpc.Metadata {
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(struct(error.properties));
  if (error.inputs) detail.setInputs(struct(error.inputs));
  detail.setReasonsList([...error.reasons]);
  const packed = new anyPb.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusPb.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}

function plain(value: Struct | undefined): JsonObject {
  return (value?.toJavaScript() ?? {}) as JsonObject;
}

function struct(value: JsonObject): Struct {
  const withoutUndefined = JSON.parse(JSON.stringify(value)) as { [key: string]: JavaScriptValue };
  return structPb.Struct.fromJavaScript(withoutUndefined);
}
