import test from "ava";
import { ingressNginxProfiles } from "../../../../core/controllers/ingress-nginx/profiles.ts";

test("high: only knobs that differ from ingress-nginx's defaults", (t) => {
  t.deepEqual(ingressNginxProfiles.high, { keepAliveRequests: 10_000 });
});
