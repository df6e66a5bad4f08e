import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { isEncrypted } from "../../components/is-encrypted.ts";

test("encrypted values are distinguished from plain ones", (t) => {
  const config = { "haproxy-edge:vrrpSecret": "a", "haproxy-edge:context": "b" };
  pulumi.runtime.setAllConfig(config, ["haproxy-edge:vrrpSecret"]);
  t.true(isEncrypted("haproxy-edge:vrrpSecret"));
  t.false(isEncrypted("haproxy-edge:context"));
  pulumi.runtime.setAllConfig(config);
  t.false(isEncrypted("haproxy-edge:vrrpSecret"));
});
