import { readFileSync } from "node:fs";
import test from "ava";
import { sections, withSection, withSections } from "../../operations/docs.ts";

for (const [file, named] of Object.entries(sections)) {
  test(`${file} has the tables generated from the controllers: run npm run docs`, (t) => {
    const page = readFileSync(file, "utf8");
    t.is(withSections(page, named), page);
  });
}

test("a page without the enclosing lines is refused", (t) => {
  t.throws(() => withSection("no marker", "ports", "| a |"), { message: /^the page lacks the lines/ });
});
