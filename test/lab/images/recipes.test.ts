import { existsSync, readFileSync } from "node:fs";
import test from "ava";
import { archiveFile, goFiles, recipeKey } from "../../../lab/images/build.ts";
import { recipes } from "../../../lab/images/recipes.ts";

const images = new URL("../../../images/", import.meta.url);

for (const name of ["keepalived"]) {
  test(`the lab's ${name} image has the packages, scripts, user and entry point of its Dockerfile`, (t) => {
    const recipe = recipes.find(({ reference }) => reference === `exposure.local/${name}:1`);
    const dockerfile = readFileSync(new URL(`${name}/Dockerfile`, images), "utf8");
    t.is(recipe?.kind, "debian");
    if (recipe?.kind !== "debian") return;
    t.is(/^FROM debian:(\w+)-slim$/m.exec(dockerfile)?.[1], recipe.suite);
    t.deepEqual(/--no-install-recommends ([\w ]+?) \\$/m.exec(dockerfile)?.[1]?.split(" "), recipe.packages);
    const copied = [...dockerfile.matchAll(/^COPY --chmod=0555 (\S+) (\S+)$/gm)];
    t.deepEqual(Object.fromEntries(copied.map(([, file, path]) => [path, `${name}/${file}`])), {
      ...recipe.scripts,
    });
    t.is(/^USER (.*)$/m.exec(dockerfile)?.[1], recipe.user);
    t.deepEqual(JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? ""), recipe.entrypoint);
  });
}

for (const reference of ["exposure.local/echo:1", "exposure.local/logrotate:2"]) {
  test(`the lab's ${reference} has the program, user and entry point of its Dockerfile`, (t) => {
    const recipe = recipes.find((other) => other.reference === reference);
    if (recipe?.kind !== "go") return t.fail("no Go recipe");
    const dockerfile = readFileSync(new URL(`${recipe.source}/Dockerfile`, images), "utf8");
    t.regex(dockerfile, new RegExp(`^COPY --from=build /${recipe.source} /${recipe.source}$`, "m"));
    t.deepEqual(JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? ""), recipe.entrypoint);
    if (recipe.user !== undefined) t.is(/^USER (.*)$/m.exec(dockerfile)?.[1], recipe.user);
  });
}

test("each Go image has its module below images/", (t) => {
  const sources = recipes.flatMap((recipe) => (recipe.kind === "go" ? [recipe.source] : []));
  t.deepEqual(sources, ["pause", "echo", "logrotate"]);
  for (const source of sources) t.true(existsSync(new URL(`${source}/go.mod`, images)));
});

test("a key changes only with the recipe", (t) => {
  const [recipe] = recipes.filter(({ kind }) => kind === "debian");
  if (recipe?.kind !== "debian") return t.fail("no Debian recipe");
  t.is(recipeKey(recipe), recipeKey({ ...recipe }));
  t.not(recipeKey(recipe), recipeKey({ ...recipe, packages: [...recipe.packages, "gzip"] }));
  t.not(recipeKey(recipe), recipeKey({ ...recipe, suite: "bookworm" }));
});

test("tests and other files do not count as sources of a Go program", (t) => {
  const folder = ["main.go", "go.sum", "main_test.go", "go.mod", "Dockerfile", "answer.go", "note.go.txt"];
  t.deepEqual(goFiles(folder), ["answer.go", "go.mod", "go.sum", "main.go"]);
});

test("an archive's file is named after its image", (t) => {
  t.is(archiveFile("exposure.local/echo:1", "/images"), "/images/exposure.local_echo_1.tar");
});
