import { readFileSync } from "node:fs";
import test from "ava";
import { sections, withSection } from "../../operations/docs.ts";

for (const [file, section] of Object.entries(sections)) {
  test(`${file} has the table that the controllers' rows give: run npm run docs`, (t) => {
    const page = readFileSync(file, "utf8");
    t.is(withSection(page, section), page);
  });
}

test("a page without the enclosing lines is refused", (t) => {
  t.throws(() => withSection("no marker", "| a |"), { message: /^the page lacks the lines/ });
});
