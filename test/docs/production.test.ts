import test from "ava";
import { codeIn, pages } from "./pages.ts";

/** An image of a registry, or one that the project builds; `example.com` is the user's registry. */
const reference = /"((?![a-z.]*example\.com)(?:[a-z0-9.-]+\.[a-z]+)\/[a-z0-9./-]+:v?\d[\w.]*)"/g;

test("docs/production.md names the default of every image", (t) => {
  const images = new Set([...codeIn("core", "stacks").matchAll(reference)].map(([, image]) => image));
  t.true(images.size >= 6);
  const page = pages.get("docs/production.md") ?? "";
  for (const image of images) t.true(page.includes(`\`${image}\``), image);
});
