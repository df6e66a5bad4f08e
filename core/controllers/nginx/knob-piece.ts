import type { ClassSpec } from "../../model/class.ts";
import type { ClassDemands } from "../../model/demands.ts";
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
  return joinPieces([...pieces, controller === "f5" ? f5BodySize(demands) : {}]);
}

/** F5 writes `client_max_body_size` into every location but those of gRPC, which take it from `http`. */
function f5BodySize({ grpcBodySize }: ClassDemands): Piece {
  return grpcBodySize === undefined ? {} : { http: [`client_max_body_size ${nginxSize(grpcBodySize)};`] };
}
