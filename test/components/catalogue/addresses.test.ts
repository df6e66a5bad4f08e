import test from "ava";
import { cidrProblem, trustedCidrProblem } from "../../../components/catalogue/addresses.ts";

for (const cidr of ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "::/0", "::1/128"]) {
  test(`${cidr} is a CIDR`, (t) => t.is(cidrProblem(cidr), undefined));
}

const form = 'expected a CIDR such as "10.0.0.0/8", got';
const wrong: Readonly<Record<string, string>> = {
  "10.0.0.0/33": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/33"',
  "10.0.0.0/08": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/08"',
  "10.0.0.0/": 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/"',
  "2001:db8::/129": 'expected a CIDR with a prefix of 0 to 128 bits, got "2001:db8::/129"',
  "10.0.0.1": `${form} "10.0.0.1": write "10.0.0.1/32" for this one address`,
  "::1": `${form} "::1": write "::1/128" for this one address`,
  "10.0.0/8": `${form} "10.0.0/8"`,
  "256.0.0.0/8": `${form} "256.0.0.0/8"`,
  "fe80::1%eth0/64": `${form} "fe80::1%eth0/64"`,
  "10.0.0.0/8/8": `${form} "10.0.0.0/8/8"`,
  "edge.example/8": `${form} "edge.example/8"`,
};

for (const [cidr, message] of Object.entries(wrong)) {
  test(`${cidr} is refused as a CIDR`, (t) => t.is(cidrProblem(cidr), message));
}

test("everybody is never trusted to name the client", (t) => {
  const remedy = "any client could then claim any address";
  t.is(trustedCidrProblem("0.0.0.0/0"), `expected the addresses of the edge, got "0.0.0.0/0": ${remedy}`);
  t.is(trustedCidrProblem("::/0"), `expected the addresses of the edge, got "::/0": ${remedy}`);
  t.is(trustedCidrProblem("10.0.0.0/8"), undefined);
  t.is(trustedCidrProblem("10.0.0.0/33"), 'expected a CIDR with a prefix of 0 to 32 bits, got "10.0.0.0/33"');
});
