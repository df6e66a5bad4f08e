/**
 * Bytes of the longest name that a bucket of one of nginx's hash tables holds. nginx does not start with a longer one.
 * @param bucketSize as the directive has it; nginx rounds it up to a cache line
 * @see https://github.com/nginx/nginx/blob/release-1.31.3/src/core/ngx_hash.c NGX_HASH_ELT_SIZE
 */
export function longestName(bucketSize: number): number {
  const bucket = Math.ceil(bucketSize / cacheLine) * cacheLine;
  // Of an entry: a pointer, the length in two bytes, the name, aligned to a pointer. A pointer ends the bucket.
  return Math.floor((bucket - 2 * pointer) / pointer) * pointer - 2;
}

const pointer = 8;
const cacheLine = 64;
