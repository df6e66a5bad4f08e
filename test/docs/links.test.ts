import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { pages } from "./pages.ts";

interface Link {
  /** Relative to the project; the page itself for a bare anchor. */
  readonly file: string;
  readonly anchor: string | undefined;
}

for (const [page, text] of pages) {
  test(`${page} links only to files and headings that exist`, (t) => {
    const dead = linksOf(page, text).filter(
      ({ file, anchor }) => !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor)),
    );
    t.deepEqual(dead, []);
  });
}

test("README.md links to every page", (t) => {
  const linked = linksOf("README.md", pages.get("README.md") ?? "").map(({ file }) => file);
  for (const page of pages.keys()) if (page !== "README.md") t.true(linked.includes(page), page);
});

function linksOf(page: string, text: string): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^https?:/.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    return [{ file: path === "" ? page : join(dirname(page), path), anchor }];
  });
}

/** As GitHub derives them from headings. */
function anchorsOf(page: string): readonly string[] {
  return [...withoutCode(pages.get(page) ?? "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^ *```.*?^ *```$/gms, "");
}
