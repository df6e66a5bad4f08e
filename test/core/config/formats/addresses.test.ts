import test from "ava";
import { cidrProblem, isWithin, trustedCidrProblem } from "../../../../core/config/formats/addresses.ts";

for (const cidr of ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "::/0", "::1/128"]) {
  test(`${cidr} is a CIDR`, (t) => t.is(cidrProblem(cidr), undefined));
}

const form = 'expected a CIDR such as "10.0.0.0/8", got';
const wrong: Readonly<Record<string, string>> = {
  "10.0.0.0/33": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/33"',
  "10.0.0.0/08": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/08"',
  "10.0.0.0/": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/"',
  "2001:db8::/129": 'expected a CIDR with a prefix of 0 to 128 bits, got "2001:db8::/129"',
  "10.0.0.1": `${form} "10.0.0.1": write "10.0.0.1/32" for this single address`,
  "::1": `${form} "::1": write "::1/128" for this single address`,
  "10.0.0/8": `${form} "10.0.0/8"`,
  "256.0.0.0/8": `${form} "256.0.0.0/8"`,
  "fe80::1%eth0/64": `${form} "fe80::1%eth0/64"`,
  "10.0.0.0/8/8": `${form} "10.0.0.0/8/8"`,
  "edge.example/8": `${form} "edge.example/8"`,
};

for (const [cidr, message] of Object.entries(wrong)) {
  test(`${cidr} is refused as a CIDR`, (t) => t.is(cidrProblem(cidr), message));
}

const narrow = (bits: number) =>
  `a range this wide lets any client claim any address; use a prefix of ${bits} bits or more, preferably the nodes' own addresses`;
const distrusted: Readonly<Record<string, string>> = {
  "0.0.0.0/0": narrow(8),
  "192.0.2.11/0": narrow(8),
  // Two of these together cover every address.
  "0.0.0.0/1": narrow(8),
  "128.0.0.0/1": narrow(8),
  "10.0.0.0/7": narrow(8),
  "::/0": narrow(16),
  "2000::/3": narrow(16),
  "8000::/1": narrow(16),
  // All of IPv4, in another notation.
  "::ffff:0:0/96": "write the range as IPv4",
  "::ffff:0.0.0.0/97": "write the range as IPv4",
};

for (const [cidr, remedy] of Object.entries(distrusted)) {
  test(`${cidr} is never trusted to name the client`, (t) => {
    t.is(trustedCidrProblem(cidr), `expected the addresses of the edge, got "${cidr}": ${remedy}`);
  });
}

for (const cidr of ["192.0.2.11/32", "10.0.0.0/8", "2001:db8::/32", "2001:db8::11/128"]) {
  test(`${cidr} may be trusted`, (t) => t.is(trustedCidrProblem(cidr), undefined));
}

test("an invalid CIDR is reported as such, not as too wide", (t) => {
  t.is(trustedCidrProblem("10.0.0.0/33"), 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/33"');
});

test("an address is only in ranges of its own family", (t) => {
  t.true(isWithin("192.0.2.12", ["198.51.100.0/24", "192.0.2.8/29"]));
  t.false(isWithin("192.0.2.16", ["192.0.2.8/29"]));
  t.true(isWithin("2001:db8::1", ["192.0.2.0/24", "2001:db8::/32"]));
  t.false(isWithin("192.0.2.12", ["2001:db8::/32"]));
  t.false(isWithin("192.0.2.12", []));
});
