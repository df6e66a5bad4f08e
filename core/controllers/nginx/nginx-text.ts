/** Names of the directives of a piece of nginx configuration, without those inside its blocks. */
export function topLevelDirectives(text: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let begins = true;
  for (const token of text.match(tokens) ?? []) {
    if (token.startsWith("#")) continue;
    if (token === "{") depth++;
    if (token === "}") depth = Math.max(0, depth - 1);
    if (token === ";" || token === "{" || token === "}") {
      begins = true;
      continue;
    }
    if (begins && depth === 0) names.push(token);
    begins = false;
  }
  return names;
}

/** Quoted strings and comments in one piece, then structure, then words. */
const tokens = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#[^\n]*|[{};]|[^\s{};"'#]+/g;
