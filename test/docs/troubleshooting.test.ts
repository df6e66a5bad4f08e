import test from "ava";
import { codeIn, pages } from "./pages.ts";

test("docs/troubleshooting.md quotes messages that the program prints", (t) => {
  const code = codeIn("components", "core", "operations", "lab", "images");
  const messages = messagesOf(pages.get("docs/troubleshooting.md") ?? "");
  t.true(messages.length > 40);
  for (const message of messages) {
    for (const part of message.split("…")) t.true(code.includes(part), `no message has "${part}"`);
  }
});

/** The code at the beginning of each row in tables of messages; `…` stands for what differs. */
function messagesOf(page: string): readonly string[] {
  const tables = page.split(/^\| (?=(?:message|symptom)\b)/m).filter((table) => table.startsWith("message"));
  return tables.flatMap((table) =>
    [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message),
  );
}
