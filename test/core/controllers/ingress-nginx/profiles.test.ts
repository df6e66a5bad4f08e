import test from "ava";
import { ingressNginxProfiles } from "../../../../core/controllers/ingress-nginx/profiles.ts";

test("high: what ingress-nginx does not have by default already", (t) => {
  t.deepEqual(ingressNginxProfiles.high, { keepAliveRequests: 10_000 });
});
