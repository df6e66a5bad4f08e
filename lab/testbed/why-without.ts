import { missingImages } from "../images/missing.ts";
import { canRunNodes } from "../nodes/requirements.ts";

/** Why this machine cannot run real nodes with these images; undefined if it can. */
export async function whyImagesCannotRun(images: readonly string[]): Promise<string | undefined> {
  const capability = await canRunNodes();
  if (!capability.ok) return capability.reason;
  const [missing] = await missingImages(images);
  return missing === undefined ? undefined : `the lab's image folder has no archive of ${missing}`;
}
