import { listArchives } from "./archive.ts";

/** Those of the images that the lab's image folder has no archive of. */
export async function missingImages(images: readonly string[]): Promise<readonly string[]> {
  const present = (await listArchives()).flatMap(({ references }) => references);
  return images.filter((image) => !present.some((name) => sameImage(name, image)));
}

/** Whether two names are of one image: Docker's short names and their full form are. */
export function sameImage(image: string, other: string): boolean {
  const full = (name: string) => (/^[^/]*[.:]/.test(name) ? name : `docker.io/${name}`);
  return full(image) === full(other);
}
