import test from "ava";
import { isStandbyHost, names } from "../../components/names.ts";

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

test("the name of a long host's master stays within what Kubernetes takes, and tells hosts apart", (t) => {
  const className = "x".repeat(55);
  const [one, other] = [names.hostMaster(className, long), names.hostMaster(className, `${long}s`)];
  t.is(one.length, 253);
  t.is(other.length, 253);
  t.not(one, other);
  t.regex(one, /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
});

for (const [ingress, host] of [
  ["shop", "shop.web.standby.invalid"],
  ["shop.example", "shop.example.web.standby.invalid"],
  ["a".repeat(63), `${"a".repeat(63)}.web.standby.invalid`],
] as const) {
  test(`Ingress ${ingress} is known to its controller by ${host}`, (t) => {
    t.is(names.standbyHost("web", ingress), host);
    t.true(isStandbyHost(host));
  });
}

test("the standby host of a long Ingress is one of DNS, and no other Ingress'", (t) => {
  const namespace = "n".repeat(63);
  for (const name of [long, "x".repeat(253), `${"a".repeat(53)}.${"b".repeat(20)}`]) {
    const [one, other] = [names.standbyHost(namespace, name), names.standbyHost(namespace, `${name}s`)];
    t.not(one, other);
    t.true(isStandbyHost(one));
    t.true(one.length <= 253);
    for (const label of one.split(".")) t.regex(label, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, one);
  }
});

test("no other host is taken for one", (t) => {
  for (const host of [undefined, "", "shop.example", "standby.invalid", "web.svc.shop.canary.invalid"]) {
    t.false(isStandbyHost(host), host);
  }
});
