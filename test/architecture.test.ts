import { globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Each controller has a folder; `nginx/` is what two of them share. */
const controllers = readdirSync(`${root}core/controllers`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "nginx")
  .map(({ name }) => name);

const program = ["index.ts", "{core,components,operations,stacks}/**/*.ts"];

test("only the registry distinguishes controllers: no other code compares their names", (t) => {
  const files = globSync(program, { cwd: root }).filter((file) => file !== "core/controllers/registry.ts");
  t.deepEqual(
    files.toSorted().flatMap((file) => {
      const others = controllers.filter((name) => !file.startsWith(`core/controllers/${name}/`));
      return branches(file, readFileSync(`${root}${file}`, "utf8"), others);
    }),
    [],
  );
});

const branching = [
  `if (controller === "f5") reload();`,
  `const tested = "f5" !== spec.controller;`,
  `switch (controller) { case "f5": reload(); }`,
  `const images = { f5: "nginx-ingress:5", other: "" };`,
  `interface Images { f5: string }`,
  `const image = images.f5;`,
  `const image = images["f5"];`,
];

for (const text of branching) {
  test(`${text} compares a controller's name`, (t) => {
    t.deepEqual(branches("x.ts", text, ["f5"]).length, 1);
  });
}

const plain = [
  `// controller === "f5"`,
  `type Name = "f5" | "other";`,
  `const controller = args.controller ?? "f5";`,
  `import { f5 } from "./f5/class.ts"; f5.plan();`,
];

for (const text of plain) {
  test(`${text} does not`, (t) => {
    t.deepEqual(branches("x.ts", text, ["f5"]), []);
  });
}

/** Places where a text treats these controllers differently from others, as `file:line: code`. */
function branches(file: string, text: string, names: readonly string[]): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (namesIn(node).some((name) => names.includes(name))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${node.getText().split("\n")[0]}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The strings and keys that a node compares with, or chooses by. */
function namesIn(node: ts.Node): readonly string[] {
  if (ts.isBinaryExpression(node) && equality.has(node.operatorToken.kind)) {
    return [node.left, node.right].filter(ts.isStringLiteralLike).map(({ text }) => text);
  }
  if (ts.isCaseClause(node) && ts.isStringLiteralLike(node.expression)) return [node.expression.text];
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return [node.argumentExpression.text];
  }
  if (ts.isPropertyAccessExpression(node)) return [node.name.text];
  if (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertySignature(node)
  ) {
    return ts.isComputedPropertyName(node.name) ? [] : [node.name.text];
  }
  return [];
}

const equality = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
