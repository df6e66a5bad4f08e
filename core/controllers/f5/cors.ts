import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import { corsHeaders, originPattern } from "../cors.ts";
import type { FieldRow } from "../fields.ts";
import { passedBy, quoted } from "../nginx/service-snippets.ts";
import { serviceProblem } from "../service-problems.ts";
import type { F5Rendering } from "./rendering.ts";

/** F5's annotations know no origin of a request, so it takes lines of nginx. */
export const corsRow: FieldRow<"cors", F5Rendering> = {
  as: "rendered",
  docs: { cors: "with `snippets`" },
  snippets: [
    {
      lines: corsLines,
      sentence: "answers other origins by snippets only: use an ingress-nginx class",
    },
  ],
};

const origin = "Access-Control-Allow-Origin";

function corsLines(service: ServiceSpec): readonly string[] {
  const { cors, headers, hsts } = service;
  if (cors === undefined) return [];
  const any = cors.origins.includes("*");
  const answers = corsHeaders(cors);
  // A location that hides some headers shows those that its server hides, so it repeats them.
  const hidden = [
    origin,
    ...Object.keys(answers),
    ...(hsts === undefined ? [] : ["Strict-Transport-Security"]),
    ...(isGrpc(service) ? [] : headers.hide),
  ];
  return [
    `set $exposure_origin "${any ? "*" : ""}";`,
    ...(any
      ? []
      : [`if ($http_origin ~* "${originPattern(cors.origins)}") { set $exposure_origin $http_origin; }`]),
    'set $exposure_preflight "";',
    "if ($request_method = OPTIONS) { set $exposure_preflight $exposure_origin; }",
    "if ($exposure_preflight) { return 204; }",
    ...hidden.map((name) => `${passedBy(service)}_hide_header ${name};`),
    // Without `merge`, a location with headers of its own drops those of its server, such as HSTS.
    "add_header_inherit merge;",
    `add_header ${origin} $exposure_origin always;`,
    ...(any ? [] : ["add_header Vary Origin always;"]),
    ...Object.entries(answers).map(([name, value]) => `add_header ${name} ${quoted(value)} always;`),
  ];
}

/** A class hides headers in nginx's servers, and locations that hide others show them. */
export function corsProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const key = "proxy-hide-headers";
  if (spec.configMap[key] === undefined) return [];
  return services
    .filter(({ cors }) => cors !== undefined)
    .map((service) =>
      serviceProblem(spec, service, "cors", {
        code: "shows-hidden-headers",
        sentence: `would show the headers that ${classSetting(spec, `configMap.${key}`)} hides: hide them in the service's headers.hide instead`,
      }),
    );
}
