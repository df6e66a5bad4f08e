import type { Resolved } from "./plain-scalar.ts";

/**
 * The text of a key in the engine's JSON: `1_000` is `1000`, a key that is empty `<nil>`.
 * @see https://pkg.go.dev/fmt the verb %v
 */
export function keyText({ kind, value }: Resolved): string {
  if (value === null) return "<nil>";
  return kind === "float" ? floatText(Number(value)) : String(value);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  // With a million and more Go writes an exponent: `1e+06`.
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
