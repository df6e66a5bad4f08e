import test from "ava";
import { classConfig } from "../../../core/config/class-config.ts";
import { elsewhere, elsewhereOfClass } from "../../../core/config/elsewhere.ts";
import { serviceConfig } from "../../../core/config/service-config.ts";
import { toldIn } from "../../told-problems.ts";

for (const key of ["mirror", "waf", "http3", "tcp", "geoip"]) {
  test(`${key} is refused with who has it`, (t) => {
    t.regex(elsewhere[key] ?? "", /^is no field: .*(ingress-nginx|HAProxy).*: /);
    const service = { backend: { service: "web", port: 80 }, [key]: true };
    t.deepEqual(toldIn(serviceConfig.parse(service, "services.web")), [`services.web.${key}: unknown-key`]);
    t.deepEqual(toldIn(classConfig.parse({ [key]: true }, "classes.public")), [
      `classes.public.${key}: unknown-key`,
    ]);
  });
}

test("a default backend of a class is a service without hosts", (t) => {
  t.regex(elsewhereOfClass.defaultBackend ?? "", /a service of the class without hosts/);
  t.deepEqual(toldIn(classConfig.parse({ defaultBackend: "web/pages" }, "classes.public")), [
    "classes.public.defaultBackend: unknown-key",
  ]);
});
