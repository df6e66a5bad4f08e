import type { ControllerName } from "../../core/model/controllers.ts";
import { until } from "../../lab/machine/until.ts";
import { upBackend } from "../../lab/testbed/backend.ts";
import type { Settings, Testbed } from "../../lab/testbed/testbed.ts";
import { type Ask, type FieldRow, fieldRows, passwordSecrets } from "./field-rows.ts";
import { haproxySettings, ports, vrrpSecret } from "./haproxy-settings.ts";
import type { HaproxySuite } from "./haproxy-suite.ts";
import { ask, type Question } from "./request.ts";
import { type Side, serviceOf } from "./settings.ts";
import type { Suite } from "./suite.ts";

/** Fields of services, each once as client and backend see it. */
export function fields({ check, testbed, settings }: Suite, side: Side): void {
  const { controller } = side;
  const rows = rowsOf(controller);
  check(
    `${rows.length} services with a field each come up`,
    async (t) => {
      await upRowBackends(testbed(), rows);
      // A list of addresses and raw headers need them on some controllers.
      const ofClass = (one: Side) => (one.controller === controller ? { snippets: true } : {});
      const services = servicesOf(rows, controller, (row) => serviceOf(side, row), { class: side.className });
      const failover = rows
        .filter(({ emergency }) => emergency)
        .map((row) => serviceOf(side, backendOf(row)));
      const changes = await testbed().up(await settings({ ofClass, services, failover }));
      t.is(changes.create, rows.length);
      await served(testbed(), side, rows);
    },
    4,
  );
  for (const row of rows) {
    check(`field ${row.name} on the wire`, (t) => row.seen(t, asks(testbed, row, side), controller));
  }
  check("the services with a field each go", async (t) => {
    const changes = await testbed().up(await settings());
    t.is(changes.delete, rows.length);
  });
}

/** The same of class `haproxy`. */
export function haproxyFields({ check, testbed }: HaproxySuite): void {
  const rows = rowsOf("haproxy");
  const onEdge = { http: ports.haproxy, https: ports.haproxyTls };
  check(
    `${rows.length} services with a field each come up`,
    async (t) => {
      await upRowBackends(testbed(), rows);
      const own = haproxySettings(testbed());
      const key = "haproxy-edge:services";
      const services = servicesOf(rows, "haproxy", (row) => row, {});
      await testbed().upHaproxy({ ...own, [key]: { ...(own[key] as Settings), ...services } }, vrrpSecret);
      await served(testbed(), onEdge, rows);
      t.pass();
    },
    4,
  );
  for (const row of rows) {
    check(`field ${row.name} on the wire`, (t) => row.seen(t, asks(testbed, row, onEdge), "haproxy"));
  }
  check("the services with a field each go", async (t) => {
    const changes = await testbed().upHaproxy(haproxySettings(testbed()), vrrpSecret);
    // Each has an Ingress for the rule of its switch, too.
    t.is(changes.delete, 2 * rows.length);
  });
}

function rowsOf(controller: ControllerName): readonly FieldRow[] {
  return fieldRows.filter(({ not = [] }) => !not.includes(controller));
}

const hostOf = ({ name }: FieldRow) => `${name}.fields.example`;
const backendOf = ({ name }: FieldRow) => `field-${name}`;
const standbyOf = (row: FieldRow) => `${backendOf(row)}-standby`;

function servicesOf(
  rows: readonly FieldRow[],
  controller: ControllerName,
  nameOf: (name: string) => string,
  more: Settings,
): Settings {
  const entries = rows.map((row) => {
    const keys = typeof row.keys === "function" ? row.keys(controller) : row.keys;
    const backend = { service: backendOf(row), port: "http" };
    const emergency = row.emergency && { emergency: { service: standbyOf(row), ...row.emergency } };
    return [
      nameOf(backendOf(row)),
      { hosts: [hostOf(row)], backend, ...emergency, ...more, ...keys },
    ] as const;
  });
  return Object.fromEntries(entries);
}

async function upRowBackends(testbed: Testbed, rows: readonly FieldRow[]): Promise<void> {
  await testbed.cluster.kubectl.apply(passwordSecrets);
  const up = (service: string, replicas = 1) =>
    upBackend(testbed, { service, namespace: "default", ports: ["http"] }, replicas);
  await Promise.all(
    rows.flatMap((row) => [
      up(backendOf(row), row.replicas),
      ...(row.emergency === undefined ? [] : [up(standbyOf(row))]),
    ]),
  );
}

/** Returns once each is served, or refused by its own field. */
async function served(testbed: Testbed, on: Ports, rows: readonly FieldRow[]): Promise<void> {
  for (const row of rows) {
    const asked = asks(() => testbed, row, on);
    await until(
      `${hostOf(row)} is served`,
      60_000,
      async () => ![404, 502, 503].includes((await asked(row.first)).status),
    );
  }
}

type Ports = Pick<Side, "http" | "https">;

function asks(testbed: () => Testbed, row: FieldRow, { http, https }: Ports): Ask {
  return (question = {}) => {
    const [node] = testbed().nodes;
    const port = question.tls ? https : http;
    return ask(node, { host: hostOf(row), path: "/", port, ...question } satisfies Question);
  };
}
