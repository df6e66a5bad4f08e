import { closest } from "../../config/suggest.ts";
import type { ClassSpec } from "../../model/class.ts";
import { isSnippetKey, type NginxDialect, words } from "./dialect.ts";
import type { ValueProblem } from "./knobs.ts";

/** Variables of nginx itself and of modules that the images of both controllers have. */
const common: ReadonlySet<string> = new Set(
  words(`
    ancient_browser args binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time
    connections_active connections_reading connections_waiting connections_writing content_length content_type date_gmt
    date_local document_root document_uri fastcgi_path_info fastcgi_script_name gzip_ratio host hostname http2 http3
    https is_args limit_conn_status limit_rate limit_req_status memcached_key modern_browser msec msie nginx_version pid
    pipe proxy_add_x_forwarded_for proxy_host proxy_port proxy_protocol_addr proxy_protocol_port
    proxy_protocol_server_addr proxy_protocol_server_port query_string realip_remote_addr realip_remote_port
    realpath_root remote_addr remote_port remote_user request request_body request_body_file request_completion
    request_filename request_id request_length request_method request_time request_uri scheme secure_link
    secure_link_expires server_addr server_name server_port server_protocol ssl_alpn_protocol ssl_cipher ssl_ciphers
    ssl_client_cert ssl_client_escaped_cert ssl_client_fingerprint ssl_client_i_dn ssl_client_i_dn_legacy
    ssl_client_raw_cert ssl_client_s_dn ssl_client_s_dn_legacy ssl_client_serial ssl_client_v_end ssl_client_v_remain
    ssl_client_v_start ssl_client_verify ssl_curve ssl_curves ssl_early_data ssl_protocol ssl_server_name
    ssl_session_id ssl_session_reused status tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd
    time_iso8601 time_local uid_got uid_reset uid_set upstream_addr upstream_bytes_received upstream_bytes_sent
    upstream_cache_status upstream_connect_time upstream_header_time upstream_response_length upstream_response_time
    upstream_status uri
  `),
);

/** Variables whose names go on with the name of a header, an argument or a cookie. */
const prefixes =
  /^(arg|cookie|http|sent_http|sent_trailer|upstream_cookie|upstream_http|upstream_trailer)_\w/;

/**
 * What is wrong with the variables of a value, as nginx reads them: with an unknown one, or with a `$` that begins none,
 * it does not start.
 */
export function variableProblem(
  { variables, title }: Pick<NginxDialect, "variables" | "title">,
  spec: Pick<ClassSpec, "configMap" | "templates">,
  value: string,
): ValueProblem | undefined {
  for (const [written, braced, plain] of value.matchAll(reference)) {
    const name = braced ?? plain;
    if (name === undefined) {
      const message = `has a "$" that begins no variable, which nginx does not start with: write $name or \${name}, or leave it out`;
      return { code: "malformed-variable", message };
    }
    const known = name.toLowerCase();
    if (common.has(known) || variables.includes(known) || prefixes.test(known)) continue;
    if (ownVariables(spec).has(known)) continue;
    // Only its author knows what a template defines.
    if (spec.templates.main !== undefined || spec.templates.ingress !== undefined) continue;
    const near = closest(known, [...common, ...variables]);
    const meant =
      near === undefined ? "use one of nginx's own, or write the value out" : `did you mean $${near}?`;
    return { code: "unknown-variable", message: `has ${written}, which ${title} does not know: ${meant}` };
  }
  return undefined;
}

/** A variable, with or without braces, or a lone `$`. */
const reference = /\$(?:\{(\w+)\}|(\w+))?/g;

/** Variables that the class's own snippets define. */
function ownVariables({ configMap }: Pick<ClassSpec, "configMap">): ReadonlySet<string> {
  const snippets = Object.entries(configMap).filter(([key]) => isSnippetKey(key));
  const defined = snippets.flatMap(([, text]) =>
    [...text.matchAll(definition)].map(([, block, set = ""]) => block ?? set),
  );
  return new Set(defined.map((name) => name.toLowerCase()));
}

/** The name after `set` and its like, and the last one before the block of `map` and its like. */
const definition = /\$(\w+)(?=\s*\{)|(?<=\b(?:set|js_var|js_set|perl_set|auth_request_set)\s+\$)(\w+)/g;
