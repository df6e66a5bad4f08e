import test from "ava";
import {
  labelKeyProblem,
  labelProblem,
  labelValueProblem,
  namespacedNameProblem,
  portNameProblem,
  serviceNameProblem,
  subdomainProblem,
} from "../../../../core/config/formats/kubernetes-names.ts";

const long = (length: number) => "a".repeat(length);

const rules: readonly {
  readonly of: string;
  readonly rule: (name: string) => string | undefined;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly message: string;
}[] = [
  {
    of: "a label",
    rule: (name) => labelProblem(name),
    right: ["a", "0", "web-2", long(63)],
    wrong: ["Web", "-web", "web-", "we_b", "a.b", "", long(64), "wéb", "web\n"],
    message:
      'expected a name of at most 63 lowercase letters, digits and "-" that begins and ends with a letter or digit, got',
  },
  {
    of: "a subdomain",
    rule: subdomainProblem,
    right: ["a", "tls.example", "a-b.c-d", long(253)],
    wrong: ["A", "a..b", ".a", "a.", "a_b", "", long(254)],
    message:
      'expected a name of at most 253 lowercase letters, digits, "-" and "." whose parts begin and end with a letter or digit, got',
  },
  {
    of: "the name of a Service",
    rule: serviceNameProblem,
    right: ["web", "w2", long(63)],
    wrong: ["2web", "web.a", "Web", "web-", long(64)],
    message:
      'expected the name of a Service (at most 63 lowercase letters, digits and "-", beginning with a letter), got',
  },
  {
    of: "a port's name",
    rule: portNameProblem,
    right: ["http", "h2c", "8080-tcp", "a23456789012345"],
    wrong: ["HTTP", "a--b", "-http", "http-", "a234567890123456", "ht_tp"],
    message: `expected a port's name (at most 15 lowercase letters, digits and single "-", with at least one letter), got`,
  },
  {
    of: "a label's key",
    rule: labelKeyProblem,
    right: ["edge", "node-role.kubernetes.io/edge", "A_b.c", `example.com/${long(63)}`],
    wrong: ["", "/edge", "a/b/c", "Example.com/edge", "edge/", long(64), "-edge"],
    message: `expected a label's key such as "example.com/edge", got`,
  },
  {
    of: "a label's value",
    rule: labelValueProblem,
    right: ["", "public", "A_b.c-1", long(63)],
    wrong: ["-a", "a-", "a b", long(64)],
    message: `expected a label's value (at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit), got`,
  },
  {
    of: "a Secret with its namespace",
    rule: namespacedNameProblem,
    right: ["certificates/wildcard", "a/b.c"],
    wrong: ["wildcard", "a/b/c", "/b", "a/", "A/b", "a.b/c"],
    message: 'expected a Secret as "namespace/name", got',
  },
];

for (const { of, rule, right, wrong, message } of rules) {
  test(`${of} follows Kubernetes' rules`, (t) => {
    t.deepEqual(
      right.map((name) => rule(name)),
      right.map(() => undefined),
    );
    for (const name of wrong) t.true(rule(name)?.startsWith(message), `${name}: ${rule(name)}`);
  });
}

test("a port number in quotes is reported as such, not as a bad name", (t) => {
  t.is(portNameProblem("80"), `expected a port's name or number, got "80": write 80 without quotes`);
});
