import { type Buffers, type PerformanceArgs, profileNames } from "../model/performance.ts";
import { wrong } from "./formats/expected.ts";
import { boolean, integer, oneOf, text } from "./scalars.ts";
import { either, mandatory, object, type Schema } from "./schema.ts";
import { duration, size } from "./units.ts";

const timeout = duration({ min: "1s", max: "24h" });
export const buffer = size({ min: "1k", max: "1g" });
/** Never 0: without the directive nginx keeps 32, and F5 leaves it out then. */
export const upstreamKeepAlive = integer({ min: 1, max: 65_536 });
const hashMaxSize = integer({ min: 64, max: 1_048_576 });
const hashBucketSize = integer({ min: 32, max: 65_536 });
export const buffers = object<Buffers>({
  number: mandatory(integer({ min: 1, max: 1024 })),
  size: mandatory(buffer),
});

/** `performance` of a class. The controller's configuration checks which knobs it has. */
export const performanceConfig: Schema<PerformanceArgs> = object<PerformanceArgs>(
  {
    profile: oneOf(profileNames),
    workerProcesses: either(integer({ min: 1, max: 1024 }), oneOf(["auto"])),
    workerCpuAffinity: text(affinityProblem, `"auto" or bit masks`),
    workerConnections: integer({ min: 64, max: 1_048_576 }),
    workerOpenFiles: integer({ min: 64, max: 10_485_760 }),
    keepAliveTimeout: duration({ min: "0s", max: "24h" }),
    keepAliveRequests: integer({ min: 1, max: 10_000_000 }),
    keepAliveMinTimeout: duration({ min: "0s", max: "1h" }),
    upstreamKeepAlive,
    upstreamKeepAliveTimeout: timeout,
    upstreamKeepAliveRequests: integer({ min: 1, max: 10_000_000 }),
    clientHeaderTimeout: timeout,
    clientBodyTimeout: timeout,
    clientBodyBufferSize: buffer,
    clientMaxBodySize: size({ min: "0" }),
    clientHeaderBufferSize: buffer,
    largeClientHeaderBuffers: buffers,
    proxyConnectTimeout: duration({ min: "1s", max: "75s" }),
    proxyReadTimeout: timeout,
    proxySendTimeout: timeout,
    proxyBuffering: boolean(),
    proxyBuffers: buffers,
    proxyBufferSize: buffer,
    proxyBusyBuffersSize: buffer,
    proxyMaxTempFileSize: size({ min: "0" }),
    http2: boolean(),
    http2MaxConcurrentStreams: integer({ min: 1, max: 65_536 }),
    // nginx asks for eight pages of 4k.
    sslSessionCacheSize: size({ min: "32k", max: "1g" }),
    sslSessionTimeout: duration({ min: "1s", max: "7d" }),
    sslSessionTickets: boolean(),
    serverNamesHashMaxSize: hashMaxSize,
    serverNamesHashBucketSize: hashBucketSize,
    mapHashMaxSize: hashMaxSize,
    mapHashBucketSize: hashBucketSize,
    variablesHashMaxSize: hashMaxSize,
    variablesHashBucketSize: hashBucketSize,
    loadBalance: text(balanceProblem, "a load balancing method"),
    serverTokens: boolean(),
    reusePort: boolean(),
    multiAccept: boolean(),
  },
  {
    sslProtocols: "has moved: set tls.minVersion of the class",
    sslCiphers: "has moved: set tls.ciphers of the class",
  },
);

function affinityProblem(value: string): string | undefined {
  const form = /^(auto( [01]+)?|[01]+( [01]+)*)$/;
  return form.test(value) ? undefined : wrong(`"auto" or bit masks such as "0001 0010"`, value);
}

/** Refuses what would end the directive; the controller's configuration knows its methods. */
function balanceProblem(value: string): string | undefined {
  const form = /^[a-z][a-z0-9_ $=]*$/i;
  return form.test(value) ? undefined : wrong(`a load balancing method such as "least_conn"`, value);
}
