import type { ProfileKnobs } from "../../model/performance.ts";
import type { ClassSetting } from "../class-settings.ts";
import type { ClaimedHeader } from "../forwarded-headers.ts";
import type { SnippetBlock, SnippetKeys } from "./config-map.ts";
import type { KnobName, KnobTable, ValueProblem } from "./knobs.ts";

/** What differs between controllers for nginx in how a ConfigMap configures them. */
export interface NginxDialect {
  /** The controller's name, as error messages give it. */
  readonly title: string;
  readonly knobs: KnobTable;
  readonly profiles: ProfileKnobs;
  /** Every ConfigMap key that the tested release reads. It ignores other keys silently. */
  readonly keys: readonly string[];
  /** Why a key outside `keys` is refused, if not only because the controller does not know it. */
  readonly refusal?: (key: string) => ValueProblem | undefined;
  readonly snippetKeys: SnippetKeys;
  /** ConfigMap keys that each setting determines if the class uses it: a raw key must not undo it. */
  readonly settingKeys: Readonly<Record<ClassSetting, readonly string[]>>;
  /** The key that enables PROXY protocol. */
  readonly proxyProtocolKey: string;
  /** Raw keys that have nginx take clients' addresses from a header. */
  readonly clientAddress: ClientAddressKeys;
  readonly template: TemplateDirectives;
  /** Of the headers that clients must not set, those that its template sets. */
  readonly setHeaders: readonly ClaimedHeader[];
  /** Variables that its image or template has beyond those of every nginx. */
  readonly variables: readonly string[];
  /** Bytes of a bucket for host names of a class that sets none. @default as many as its longest host needs */
  readonly serverNamesBucket?: number;
  /** The key for the bytes of a bucket for names of request headers. @default it has none */
  readonly proxyHeadersKey?: string;
  readonly proxyBuffers: ProxyBufferDefaults;
}

/** How raw keys say whose word about a client's address is taken. */
export interface ClientAddressKeys {
  /** Holds the addresses that are believed. */
  readonly trusted: string;
  /** Keys that take addresses from a header if they are `true`. @default `trusted` alone does it */
  readonly switches: readonly string[];
}

/**
 * Directives that a controller's own template writes where a snippet goes. A second one ends nginx with
 * `[emerg] … directive is duplicate`.
 */
export interface TemplateDirectives {
  /** Always written. Each directive with the way to set it. */
  readonly always: Readonly<Record<SnippetBlock, Readonly<Record<string, string>>>>;
  /** Written if a ConfigMap key is set, by a knob, a service or the user. */
  readonly byKey: Readonly<Record<SnippetBlock, Readonly<Record<string, readonly string[]>>>>;
}

/** The proxy buffers of a class that sets none. */
export interface ProxyBufferDefaults {
  readonly number: number;
  /** The template gives all buffers the size of the first. */
  readonly oneSize: boolean;
}

export function byKnob(name: KnobName): string {
  return `set performance.${name}`;
}

export function byConfigMapKey(name: string): string {
  return `set the key ${name}`;
}

export function byTemplateOnly(...directives: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    directives.map((name) => [name, "only a custom main template can change it"] as const),
  );
}

/** Directives that both templates write into every location. */
export const everyLocation: Readonly<Record<string, string>> = {
  proxy_connect_timeout: byKnob("proxyConnectTimeout"),
  proxy_read_timeout: byKnob("proxyReadTimeout"),
  proxy_send_timeout: byKnob("proxySendTimeout"),
  grpc_connect_timeout: byKnob("proxyConnectTimeout"),
  grpc_read_timeout: byKnob("proxyReadTimeout"),
  grpc_send_timeout: byKnob("proxySendTimeout"),
  client_max_body_size: byKnob("clientMaxBodySize"),
  proxy_buffering: byKnob("proxyBuffering"),
};

/** Whether a ConfigMap key holds lines of nginx's own configuration. */
export function isSnippetKey(key: string): boolean {
  return /-snippets?$/.test(key);
}

/** A list of names separated by white space. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
