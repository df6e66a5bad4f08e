import { type FieldTable, fieldParts, serviceFields } from "./fields.ts";

/** A controller as a column of the table. */
export interface FieldColumn {
  readonly title: string;
  readonly fields: FieldTable;
}

/** A Markdown table of what controllers do with each field of a service, from the rows that do it. */
export function fieldDocs(columns: readonly FieldColumn[]): string {
  const rows = serviceFields.flatMap((field) =>
    fieldParts[field].map((part) => [
      part.split(", ").map(code).join(", "),
      ...columns.map(({ fields }) => wordsOf(fields, field, part)),
    ]),
  );
  return [["field", ...columns.map(({ title }) => title)], columns.map(() => "---").concat("---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function wordsOf(fields: FieldTable, field: keyof FieldTable, part: string): string {
  const words: Readonly<Record<string, string>> = fields[field].docs;
  return words[part] ?? "";
}

function code(text: string): string {
  return `\`${text}\``;
}
