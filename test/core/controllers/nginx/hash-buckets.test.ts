import test from "ava";
import { longestName } from "../../../../core/controllers/nginx/hash-buckets.ts";

// Each tried with nginx 1.22.1: proxy_set_header at 64, server_name at the others.
for (const [bucket, longest] of [
  [32, 46],
  [64, 46],
  [128, 110],
  [256, 238],
] as const) {
  test(`a bucket of ${bucket} bytes holds ${longest} characters`, (t) => {
    t.is(longestName(bucket), longest);
  });
}
