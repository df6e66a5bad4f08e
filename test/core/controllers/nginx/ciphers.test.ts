import test from "ava";
import { cipherProblem } from "../../../../core/controllers/nginx/ciphers.ts";
import { told } from "../../../told-problems.ts";

const problem = (list: string): readonly string[] => {
  const found = cipherProblem(list);
  return found === undefined ? [] : told([{ path: list, ...found }]);
};

for (const list of [
  "HIGH:!aNULL:!MD5",
  "ECDHE-ECDSA-AES128-GCM-SHA256:DHE-RSA-CHACHA20-POLY1305",
  "EECDH+AESGCM:!RC4:!kRSA",
  "TLSv1.2:@STRENGTH",
  "DEFAULT@SECLEVEL=1",
]) {
  test(`${list} is a list of ciphers`, (t) => t.deepEqual(problem(list), []));
}

for (const [list, code] of [
  ["ECDHE-RSA-AES128-GCM-SHA265", "unknown-cipher"],
  ["HIGH:ECDHE-RSA-AES128-GCM-SHA265", "unknown-cipher"],
  ["TLS_AES_128_GCM_SHA256", "tls13-cipher"],
  ["HIGH:!HIGH", "no-cipher"],
  ["!aNULL", "no-cipher"],
] as const) {
  test(`${list}: ${code}`, (t) => t.deepEqual(problem(list), [`${list}: ${code}`]));
}
