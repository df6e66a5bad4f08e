import { wrong } from "./expected.ts";
import { hostProblem } from "./hosts.ts";

/** See `longest` of paths: nginx takes no parameter above 4,094 bytes. */
const longest = 1000;

/** What is wrong with a URL that clients are redirected to: what a proxy would read as its own syntax or as a variable. */
export function redirectUrlProblem(url: string): string | undefined {
  const expected = 'a URL such as "https://www.example.com/new"';
  if (!/^https?:\/\//.test(url)) return wrong(expected, url);
  if (url.length > longest) return `${wrong(`a URL of at most ${longest} characters`, url)} (${url.length})`;
  const stranger = [...url].find((character) => !/[A-Za-z0-9\-._~:/?#@!&()*+,=%]/.test(character));
  if (stranger !== undefined) {
    const remedy = stranger === "$" ? "; it takes no variables" : "; encode it";
    return `${wrong(expected, url)}: ${JSON.stringify(stranger)} is not allowed${remedy}`;
  }
  const parsed = URL.parse(url);
  if (parsed === null || /%(?![0-9A-Fa-f]{2})/.test(url)) return wrong(expected, url);
  return parsed.username === "" && parsed.password === "" && !url.includes("@")
    ? undefined
    : `${wrong(expected, url)}: leave out what is before "@"`;
}

/** What is wrong with a host that backends are asked for: a DNS name, with or without a port. */
export function authorityProblem(host: string): string | undefined {
  const [, name = host, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(host) ?? [];
  const expected = 'a host such as "app.example.com" or "app.example.com:8080"';
  if (name.startsWith("*") || hostProblem(name) !== undefined) return wrong(expected, host);
  return port === undefined || (Number(port) > 0 && Number(port) <= 65_535)
    ? undefined
    : wrong(expected, host);
}
