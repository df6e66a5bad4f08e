import test from "ava";
import { cipherListProblem, cipherProblem } from "../../../../core/config/formats/ciphers.ts";
import { tlsPolicyConfig } from "../../../../core/config/tls-policy-config.ts";
import { toldIn } from "../../../told-problems.ts";

for (const list of [
  "HIGH:!aNULL:!MD5",
  "ECDHE-ECDSA-AES128-GCM-SHA256:DHE-RSA-CHACHA20-POLY1305",
  "EECDH+AESGCM:!RC4:!kRSA",
  "TLSv1.2:@STRENGTH",
  "DEFAULT@SECLEVEL=1",
]) {
  test(`${list} is a list of ciphers`, (t) => t.is(cipherListProblem(list), undefined));
}

for (const [list, problem] of [
  [
    "ECDHE-RSA-AES128-GCM-SHA265",
    "lists ECDHE-RSA-AES128-GCM-SHA265, which is no cipher of OpenSSL: see `openssl ciphers -v`",
  ],
  [
    "HIGH:ECDHE-RSA-AES128-GCM-SHA265",
    "lists ECDHE-RSA-AES128-GCM-SHA265, which is no cipher of OpenSSL: see `openssl ciphers -v`",
  ],
  [
    "TLS_AES_128_GCM_SHA256",
    "cannot list TLS_AES_128_GCM_SHA256: ciphers of TLS 1.3 are always on; list those of TLS 1.2",
  ],
  ["HIGH:!HIGH", "leaves no cipher: list at least one"],
  ["!aNULL", "leaves no cipher: list at least one"],
] as const) {
  test(`${list} ${problem}`, (t) => {
    t.is(cipherListProblem(list), problem);
    t.is(cipherProblem(list), problem);
  });
}

for (const [policy, told] of [
  [{ ciphers: 'x"; include /etc/passwd' }, ["tls.ciphers: wrong-value"]],
  [{ ciphers: "HIGH !aNULL" }, ["tls.ciphers: wrong-value"]],
  [{ minVersion: "TLSv1.1" }, ["tls.minVersion: wrong-value"]],
  [{ minVersion: "TLSv1.3" }, []],
] as const) {
  test(`a TLS policy ${JSON.stringify(policy)} is ${told.length === 0 ? "taken" : "refused"}`, (t) => {
    t.deepEqual(toldIn(tlsPolicyConfig.parse(policy, "tls")), [...told]);
  });
}
