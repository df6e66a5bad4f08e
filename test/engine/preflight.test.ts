import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import test from "ava";
import { devBackends, putBackends, putPod, servedBy } from "./backends.ts";
import { devConfig, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";
import { preflightRefusals } from "./preflight-refusals.ts";

/** Standbys become ready one after the other. Each test continues the previous one. */
let engine: EngineFixture;
let config: StackFile;

test.before(async () => {
  engine = await startEngine("preflight");
  config = await devConfig();
  await (await engine.open("exposure", config)).up();
});
test.after.always(() => engine?.close());

const attempt = async (failover: unknown, operation: "preview" | "up" = "up") =>
  preflightRefusals(await engine.attempt(operation, { ...config, "exposure:failover": failover }));
const served = () =>
  Promise.all(
    ["audio-callback-api", "compete-feedback-grpc"].map((name) => engine.live("ingress", name)),
  ).then((all) => all.map(servedBy));
const primaries = ["audio-callback-api", "compete-feedback"];
const refusal = (name: string, to: "primary" | "emergency", service: string, reason: string) =>
  `service "${name}" is not switched to its ${to} backend: Service default/${service} ${reason}; fix it, or force the switch (exposure:failover.services.${name}: { mode: ${to === "emergency" ? "on" : "off"}, force: true })`;

for (const operation of ["preview", "up"] as const) {
  test.serial(
    `${operation}: a switch to Services that are not there is refused, and nothing moves`,
    async (t) => {
      t.deepEqual(await attempt("all", operation), [
        refusal("audio-callback-api", "emergency", "audio-callback-api-emergency", "does not exist"),
        refusal("compete-feedback", "emergency", "compete-feedback-emergency", "does not exist"),
      ]);
      t.deepEqual(await served(), primaries);
    },
  );
}

test.serial("one standby with too few endpoints stops the other switches", async (t) => {
  await putBackends(engine.cluster.kubectl, [
    ...devBackends,
    { service: "compete-feedback", port: "grpc", ready: 6 },
  ]);
  t.deepEqual(await attempt("all"), [
    'service "audio-callback-api" is not switched because "compete-feedback" cannot be: leave "compete-feedback" out, or switch the others without it (exposure:failover.partial: true)',
    refusal(
      "compete-feedback",
      "emergency",
      "compete-feedback-emergency",
      "has 1 of the required 3 ready endpoints (50% of the 6 behind the other backend, at least one)",
    ),
  ]);
  t.deepEqual(await served(), primaries);
});

test.serial("force switches although the check would refuse", async (t) => {
  const services = { "compete-feedback": { mode: "on", force: true }, "audio-callback-api": "on" };
  t.deepEqual(await attempt({ services }), []);
  t.deepEqual(await served(), emergencies);
});

test.serial("switching back is checked too: with a primary without endpoints nothing moves", async (t) => {
  await putBackends(engine.cluster.kubectl, [{ service: "compete-feedback", port: "grpc", ready: 0 }]);
  t.deepEqual(await attempt("audio-callback-api", "preview"), [
    refusal(
      "compete-feedback",
      "primary",
      "compete-feedback",
      "has 0 of the required 1 ready endpoints (50% of the 1 behind the other backend, at least one)",
    ),
  ]);
  t.is((await attempt("none")).length, 2);
  t.deepEqual(await served(), emergencies);
});

test.serial("an Ingress that stays with its standby is not checked", async (t) => {
  await putBackends(engine.cluster.kubectl, [
    { service: "compete-feedback-emergency", port: "grpc", ready: 0 },
    { service: "audio-callback-api-emergency", port: "http", ready: 0 },
  ]);
  const services = { "compete-feedback": { mode: "on", reason: "still down" }, "audio-callback-api": "on" };
  t.deepEqual(await attempt({ services }), []);
  const { metadata } = await engine.live("ingress", "compete-feedback-grpc");
  t.is(metadata.annotations?.["exposure.dev/reason"], "still down");
});

test.serial("force switches back too", async (t) => {
  const services = {
    "compete-feedback": { mode: "off", force: true },
    "audio-callback-api": { mode: "off" },
  };
  t.deepEqual(await attempt({ services }), []);
  t.deepEqual(await served(), primaries);
});

const emergencies = ["audio-callback-api-emergency", "compete-feedback-emergency"];

/** The API server does not proxy to pods on a loopback address. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === "IPv4" && !one.internal)?.address;
const onOwnAddress = ownAddress === undefined ? test.serial.skip : test.serial;
const suffix = ownAddress === undefined ? " (skipped: this machine has no address but loopback)" : "";

onOwnAddress(`a standby is asked its probe through the API server${suffix}`, async (t) => {
  let status = 500;
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, ownAddress, resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  await putPod(engine.cluster.kubectl, "audio-callback-api-emergency", ownAddress ?? "", port);
  await putBackends(engine.cluster.kubectl, [
    { service: "audio-callback-api-emergency", port: "http", ready: 1 },
    { service: "compete-feedback", port: "grpc", ready: 2 },
  ]);
  const { "audio-callback-api": service, ...others } = config["exposure:services"] as Services;
  const probe = { httpGet: { path: "/healthz", host: "audio.example" } };
  const probed = { ...service, emergency: { service: "audio-callback-api-emergency", probe } };
  const withProbe = (operation: "preview" | "up", failover: string) =>
    engine.attempt(operation, {
      ...config,
      "exposure:services": { ...others, "audio-callback-api": probed },
      "exposure:failover": failover,
    });
  for (const operation of ["preview", "up"] as const) {
    const [first = ""] = await withProbe(operation, "audio-callback-api");
    t.true(
      first.endsWith(
        refusal(
          "audio-callback-api",
          "emergency",
          "audio-callback-api-emergency",
          "answered 500 to GET /healthz where 200 to 399 was expected",
        ),
      ),
      first,
    );
    t.deepEqual(await served(), primaries);
  }
  status = 204;
  t.deepEqual(await withProbe("up", "audio-callback-api"), []);
  t.deepEqual(await served(), [emergencies[0], primaries[1]]);
  const requests = seen.map(({ url, headers }) => [url, headers.host, headers.authorization]);
  t.deepEqual(
    requests,
    Array.from({ length: requests.length }, () => ["/healthz", "audio.example", undefined]),
  );
  t.is(requests.length, 3, "once in the preview, in the update that is refused and in the one that goes");
  t.deepEqual(await withProbe("up", "audio-callback-api"), []);
  t.deepEqual(await withProbe("up", "none"), []);
  t.is(seen.length, 3, "probed only before requests go to it");
  t.deepEqual(await served(), primaries);
});

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
