import { listArchives } from "../images/archive.ts";
import { canRunNodes } from "../nodes/requirements.ts";

/** Why this machine cannot run real nodes with these images; undefined if it can. */
export async function whyImagesCannotRun(images: readonly string[]): Promise<string | undefined> {
  const capability = await canRunNodes();
  if (!capability.ok) return capability.reason;
  const present = (await listArchives()).flatMap(({ references }) => references);
  const missing = images.find((image) => !present.some((name) => sameImage(name, image)));
  return missing === undefined ? undefined : `the lab's image folder has no archive of ${missing}`;
}

/** Docker's short names and their full form are the same image. */
function sameImage(image: string, other: string): boolean {
  const full = (name: string) => (/^[^/]*[.:]/.test(name) ? name : `docker.io/${name}`);
  return full(image) === full(other);
}
