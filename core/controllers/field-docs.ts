import { type FieldTable, fieldParts, serviceFields } from "./fields.ts";
import { code, table } from "./markdown.ts";

/** A controller as a column of the table. */
export interface FieldColumn {
  readonly title: string;
  readonly fields: FieldTable;
}

/** A Markdown table of what controllers do with each field of a service. */
export function fieldDocs(columns: readonly FieldColumn[]): string {
  const rows = serviceFields.flatMap((field) =>
    fieldParts[field].map((part) => [
      part.split(", ").map(code).join(", "),
      ...columns.map(({ fields }) => cellOf(fields, field, part)),
    ]),
  );
  return table(["field", ...columns.map(({ title }) => title)], rows);
}

function cellOf(fields: FieldTable, field: keyof FieldTable, part: string): string {
  const cells: Readonly<Record<string, string>> = fields[field].docs;
  return cells[part] ?? "";
}
