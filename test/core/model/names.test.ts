import test from "ava";
import { names } from "../../../core/model/names.ts";

const long = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.example`;

const masters: readonly [string, string][] = [
  ["", "public-all-hosts"],
  ["any", "public-host-any"],
  ["shop.example", "public-host-shop.example"],
  ["*.shop.example", "public-hosts-below-shop.example"],
  ["wildcard.shop.example", "public-host-wildcard.shop.example"],
];

for (const [host, name] of masters) {
  test(`the master Ingress of host "${host}" is ${name}, and no other host's`, (t) => {
    t.is(names.hostMaster("public", host), name);
  });
}

test("the name of a long host's master is valid in Kubernetes and unique per host", (t) => {
  const className = "x".repeat(55);
  const [one, other] = [names.hostMaster(className, long), names.hostMaster(className, `${long}s`)];
  t.is(one.length, 253);
  t.is(other.length, 253);
  t.not(one, other);
  t.regex(one, /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
});
