import test from "ava";
import { chooseController } from "../../../bench/drill/choose.ts";
import { drillStacks } from "../../../bench/drill/controllers.ts";
import { UserError } from "../../../core/model/user-error.ts";

const everything = () => Promise.resolve(undefined);
const only = (available: string) => (images: readonly string[]) =>
  Promise.resolve(images.includes(available) ? undefined : `no archive of ${images[0]}`);
const shop = { class: "public", backend: { service: "a", port: "http" }, emergency: { service: "b" } };
const auto = { service: "shop", controller: undefined };
const { haproxy, "ingress-nginx": nginx } = drillStacks;

test("the requested controller is chosen, else the maintained one", async (t) => {
  t.is(await chooseController(auto, shop, drillStacks, everything), "haproxy");
  t.is(await chooseController(auto, shop, drillStacks, only(nginx.image)), "ingress-nginx");
  const request = { ...auto, controller: "ingress-nginx" } as const;
  t.is(await chooseController(request, shop, drillStacks, everything), "ingress-nginx");
});

test("a controller that the program's rules refuse for the service is not chosen", async (t) => {
  const large = { ...shop, bodySize: "16m" };
  t.is(await chooseController(auto, large, drillStacks, everything), "ingress-nginx");
  await t.throwsAsync(chooseController(auto, large, drillStacks, only(haproxy.image)), {
    instanceOf: UserError,
    message:
      /^No drill of "shop" can run here:\n {2}haproxy: services\.shop\.bodySize: .*does not limit request bodies.*\n {2}ingress-nginx: no archive of registry/,
  });
});
