import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "ava";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const textOf = (file: string) => readFileSync(`${root}${file}`, "utf8");

/** Interfaces that users write as YAML: an optional field says what holds without it. */
const written = /(Args|Knobs)$/;
/** Interfaces with every default decided repeat fields whose docstrings are in their `Args`. */
const decided = /Spec$/;

test("every public type, field, function and component has a docstring, and every optional field its default", (t) => {
  const files = globSync("{core/model,components}/*.ts", { cwd: root }).toSorted();
  t.true(files.length > 30);
  t.deepEqual(
    files.flatMap((file) => faults(file, textOf(file))),
    [],
  );
});

test("an exported function that throws says so", (t) => {
  const files = globSync("{core,components,operations,lab,bench}/**/*.ts", { cwd: root }).toSorted();
  t.true(files.length > 200);
  t.deepEqual(
    files.flatMap((file) => silentThrows(file, textOf(file))),
    [],
  );
});

test("what lacks its docstring is found", (t) => {
  const text = [
    "/** A. */",
    "export interface AArgs {",
    "  a?: string;",
    "  /** B. */",
    "  b?: number;",
    "  /** C. @default 1 */",
    "  c?: number;",
    "}",
    "export function f() { throw new Error(); }",
    "/** G. */",
    "export function g() { try { throw new Error(); } catch { return 1; } }",
  ].join("\n");
  t.deepEqual(faults("x.ts", text), ["x.ts: AArgs.a", "x.ts: AArgs.b has no @default", "x.ts: f"]);
  t.deepEqual(silentThrows("x.ts", text), ["x.ts: f has no @throws"]);
});

function faults(file: string, text: string): readonly string[] {
  return exportsOf(text).flatMap((node) => {
    const name = node.name?.getText() ?? "";
    const fields = ts.isInterfaceDeclaration(node) && !decided.test(name) ? node.members : [];
    return [
      ...(docOf(node) === "" ? [`${file}: ${name}`] : []),
      ...fields.filter(ts.isPropertySignature).flatMap((field) => {
        const place = `${file}: ${name}.${field.name?.getText() ?? ""}`;
        if (docOf(field) === "") return [place];
        const lacks = written.test(name) && field.questionToken && !docOf(field).includes("@default");
        return lacks ? [`${place} has no @default`] : [];
      }),
    ];
  });
}

function silentThrows(file: string, text: string): readonly string[] {
  return exportsOf(text)
    .filter(ts.isFunctionDeclaration)
    .filter((node) => throws(node) && !docOf(node).includes("@throws"))
    .map((node) => `${file}: ${node.name?.text ?? ""} has no @throws`);
}

/** Whether a node makes an error that it does not catch itself. */
function throws(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return node.expression !== undefined && ts.isNewExpression(node.expression);
  if (ts.isTryStatement(node) && node.catchClause !== undefined) return throws(node.catchClause);
  return ts.forEachChild(node, throws) ?? false;
}

type Declaration =
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration;

function exportsOf(text: string): readonly Declaration[] {
  const { statements } = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  return statements.filter(isDeclaration).filter(({ modifiers = [] }) => {
    return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  });
}

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node)
  );
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((part) => part.getText())
    .join("\n");
}
