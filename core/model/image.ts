/** An image reference with its digest, if one is given: `repository:tag@sha256:…`. */
export function pinnedImage(image: string, digest: string | undefined): string {
  return digest === undefined ? image : `${image}@${digest}`;
}
