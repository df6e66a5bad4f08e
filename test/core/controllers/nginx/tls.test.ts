import test from "ava";
import { tlsPiece } from "../../../../core/controllers/nginx/tls.ts";
import { classControllers } from "../../../../core/controllers/registry.ts";
import { classControllerNames } from "../../../../core/model/controllers.ts";
import type { TlsPolicyArgs } from "../../../../core/model/tls-policy.ts";
import { resolveClass } from "../../resolve-class.ts";

const policies: readonly (readonly [TlsPolicyArgs, Readonly<Record<string, string>>])[] = [
  [{}, {}],
  [{ minVersion: "TLSv1.2" }, { "ssl-protocols": "TLSv1.2 TLSv1.3" }],
  [{ minVersion: "TLSv1.3" }, { "ssl-protocols": "TLSv1.3" }],
  [{ ciphers: "HIGH:!aNULL" }, { "ssl-ciphers": "HIGH:!aNULL" }],
];

for (const [tls, keys] of policies) {
  test(`a class's TLS policy ${JSON.stringify(tls)} as keys`, (t) => {
    t.deepEqual(tlsPiece(resolveClass("public", { tls })), { keys });
  });
}

for (const controller of classControllerNames) {
  test(`${controller} takes a TLS policy, which a raw key cannot undo`, (t) => {
    const { configuration } = classControllers[controller];
    const tls = { minVersion: "TLSv1.3" } as const;
    t.is(configuration.data(resolveClass("public", { controller, tls }), [])["ssl-protocols"], "TLSv1.3");
    const raw = resolveClass("public", { controller, tls, configMap: { "ssl-protocols": "TLSv1.2" } });
    t.deepEqual(
      configuration.problems(raw, []).map(({ path, code }) => `${path}: ${code}`),
      ["classes.public.configMap.ssl-protocols: undoes-setting"],
    );
  });
}
