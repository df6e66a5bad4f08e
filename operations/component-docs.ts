import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A table of what a component takes, and one of what it has, from their docstrings. */
export interface ComponentDocs {
  /** Rows for the fields of an interface: name, meaning, default. */
  readonly argumentsOf: (interfaceName: string) => string;
  /** Rows for the public properties of a class: name, meaning. */
  readonly outputsOf: (className: string) => string;
}

/**
 * Reads the docstrings of some files and of what they import by relative paths.
 * @param files paths relative to the project
 * @throws Error, when called, for a type that the files lack
 */
export function componentDocs(files: readonly string[]): ComponentDocs {
  const roots = files.map((file) => fileURLToPath(new URL(`../${file}`, import.meta.url)));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  // Only names and docstrings count: Pulumi's types, which take seconds to read, may stay unknown.
  host.resolveModuleNameLiterals = (literals, importer) =>
    literals.map(({ text }) => ({
      resolvedModule: text.startsWith(".")
        ? { resolvedFileName: resolve(dirname(importer), text), extension: ts.Extension.Ts }
        : undefined,
    }));
  const program = ts.createProgram(roots, options, host);
  const checker = program.getTypeChecker();
  const types = new Map(
    roots
      .flatMap((root) => program.getSourceFile(root) ?? [])
      .flatMap((file) => checker.getExportsOfModule(checker.getSymbolAtLocation(file) as ts.Symbol))
      .map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)] as const),
  );
  const fieldsOf = (name: string): readonly ts.Symbol[] => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`no file exports type ${name}`);
    return checker.getPropertiesOfType(type);
  };
  return {
    argumentsOf: (name) =>
      table(
        ["argument", "meaning", "default"],
        fieldsOf(name).map((field) => [
          `\`${field.name}\`${takesOutput(field) ? " ◦" : ""}`,
          ts.displayPartsToString(field.getDocumentationComment(checker)),
          isOptional(field) ? defaultOf(field, checker) : "mandatory",
        ]),
      ),
    outputsOf: (name) =>
      table(
        ["output", "meaning"],
        fieldsOf(name).map((field) => [
          `\`${field.name}\``,
          ts.displayPartsToString(field.getDocumentationComment(checker)),
        ]),
      ),
  };
}

function isOptional(field: ts.Symbol): boolean {
  return (field.flags & ts.SymbolFlags.Optional) !== 0;
}

/** Whether the value itself may be an Output, or a value below it. */
function takesOutput({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((node) => /\bInput<|\bProgram[A-Z]\w+Args\b/.test(node.getText()));
}

function defaultOf(field: ts.Symbol, checker: ts.TypeChecker): string {
  const tag = field.getJsDocTags(checker).find(({ name }) => name === "default");
  return ts.displayPartsToString(tag?.text);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim();
}
