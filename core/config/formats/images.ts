import { wrong } from "./expected.ts";

const reference = /^[a-z0-9]+([._-]+[a-z0-9]+)*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*:\w[\w.-]{0,127}$/;

/** What is wrong with an image: repository and tag, the digest apart. */
export function imageProblem(image: string): string | undefined {
  if (image.includes("@")) return `${wrong("an image with a tag", image)}: set its digest in digest`;
  return image.length <= 512 && reference.test(image)
    ? undefined
    : wrong(`an image with a tag such as "registry.example.com/nginx:1.2.3"`, image);
}

/** What is wrong with an image's digest. */
export function digestProblem(digest: string): string | undefined {
  return /^sha256:[0-9a-f]{64}$/.test(digest)
    ? undefined
    : wrong(`"sha256:" and 64 hexadecimal digits`, digest);
}
