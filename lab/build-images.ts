import { runCommand } from "../operations/command.ts";
import { readEnvironment } from "./console/environment.ts";
import { note, step } from "./console/step.ts";
import { buildImage, builtImages, findBuilder, inRegistry, pushImage } from "./images/builder.ts";
import { loadOne, runningKind } from "./kind/cluster.ts";

await runCommand(buildImages);

/** Builds the images that no registry has; pushes them, or loads them into the lab's kind cluster. */
async function buildImages(): Promise<void> {
  const { registry } = readEnvironment();
  const builder = await findBuilder();
  const names = builtImages.map((image) => [image, inRegistry(image.reference, registry)] as const);
  for (const [image, name] of names) {
    await step(`Building ${name} (${builder})`, () => buildImage(builder, image, name));
  }
  const engine = runningKind();
  if (registry !== undefined) {
    for (const [, name] of names) await step(`Pushing ${name}`, () => pushImage(builder, name));
    console.log(`\nTry them on your cluster: make up CONTEXT=<kube context> REGISTRY=${registry}`);
  } else if (engine !== undefined) {
    for (const [, name] of names)
      await step(`Loading ${name} into the nodes`, () => loadOne(engine, builder, name));
  } else {
    note(
      `The images are ${builder}'s own: REGISTRY=<registry>/<folder> pushes them to where a cluster can pull them`,
    );
  }
}
