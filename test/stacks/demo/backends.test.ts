import test from "ava";
import { backendsOf } from "../../../stacks/demo/backends.ts";

const service = { class: "public", ingress: "i", urls: [] } as const;

test("each backend is created once, with every port that its Ingresses name", (t) => {
  const http = { service: "api", port: "http" };
  const numbered = { service: "api", port: 8080 };
  const standby = { service: "api-standby", port: "http" };
  t.deepEqual(
    backendsOf({
      services: {
        b: { ...service, namespace: "b", active: numbered, primary: numbered },
        a: { ...service, namespace: "a", active: standby, primary: http, emergency: standby },
        again: { ...service, namespace: "a", active: numbered, primary: numbered },
      },
    }),
    [
      { namespace: "a", service: "api", ports: [8080, "http"] },
      { namespace: "a", service: "api-standby", ports: ["http"] },
      { namespace: "b", service: "api", ports: [8080] },
    ],
  );
});
