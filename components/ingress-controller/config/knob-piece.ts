import type { ClassSpec } from "../../model/class.ts";
import type { ClassDemands } from "../../model/demands.ts";
import { type Size, toBytes } from "../../model/units.ts";
import { knobNames, renderingOf } from "./knobs.ts";
import { joinPieces, type Piece } from "./piece.ts";
import { nginxSize } from "./rendering.ts";

/** What a class' knobs, and its services, ask of its controller. */
export function knobPiece(spec: Pick<ClassSpec, "controller" | "performance">, demands: ClassDemands): Piece {
  const { controller, performance } = spec;
  const http2 = performance.http2 ?? (demands.http2 || undefined);
  const knobs = { ...performance, ...(http2 === undefined ? {} : { http2 }) };
  const pieces = knobNames.map((knob): Piece => {
    const value = knobs[knob];
    const rendering = renderingOf(knob, controller);
    if (value === undefined || rendering.as === "missing") return {};
    if (rendering.as === "directive") return { http: [`${rendering.directive} ${rendering.write(value)};`] };
    const values = rendering.write(value);
    return { keys: Object.fromEntries(rendering.keys.map((key, index) => [key, values[index] ?? ""])) };
  });
  return joinPieces([
    ...pieces,
    controller === "f5" ? f5BodySize(performance.clientMaxBodySize, demands) : {},
  ]);
}

/**
 * F5 writes `client_max_body_size` into every location but those of gRPC, which take it from `http`: the
 * larger of what the class and its gRPC services ask for.
 */
function f5BodySize(own: Size | undefined, { grpcBodySize }: ClassDemands): Piece {
  const asked = [own, grpcBodySize].filter((size) => size !== undefined);
  const [largest] = asked.toSorted((a, b) => unlimited(b) - unlimited(a));
  return largest === undefined ? {} : { http: [`client_max_body_size ${nginxSize(largest)};`] };
}

/** `0` stands for no limit. */
function unlimited(size: Size): number {
  return toBytes(size) === 0 ? Number.MAX_SAFE_INTEGER : toBytes(size);
}
