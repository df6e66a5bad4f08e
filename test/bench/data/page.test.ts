import test from "ava";
import { withMeasurements } from "../../../bench/data/page.ts";

const page = (measured: string) =>
  `# Title\n\n<!-- make bench-data writes from here -->\n\n${measured}\n\n<!-- to here -->\n\nAfter.\n`;

test("each run replaces only the measured section of a page", (t) => {
  t.is(withMeasurements(page("old"), "new\n"), page("new"));
  t.is(withMeasurements(withMeasurements(page("old"), "new"), "newer"), page("newer"));
});

test("a page without the section is refused", (t) => {
  t.throws(() => withMeasurements("# Title\n", "new"), { message: /^the page lacks the lines/ });
});
