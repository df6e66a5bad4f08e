import type { JsonObject } from "./json.ts";

/**
 * What the engine asks of a resource provider. Properties are in the wire form: see `wire.ts`.
 * @see https://www.pulumi.com/docs/iac/build-with-pulumi/provider/implementers-guide/
 */
export interface Provider {
  configure(args: JsonObject): Promise<void>;
  check(call: CheckCall): Promise<CheckResult>;
  diff(call: DiffCall): Promise<DiffResult>;
  create(call: CreateCall): Promise<{ readonly id: string; readonly properties: JsonObject }>;
  /** `undefined`: the resource is gone. */
  read(call: ReadCall): Promise<ReadResult | undefined>;
  update(call: UpdateCall): Promise<JsonObject>;
  delete(call: DeleteCall): Promise<void>;
  /** The user interrupted the run: whatever waits gives up. */
  cancel(): void;
}

export interface CheckCall {
  readonly urn: string;
  readonly olds: JsonObject;
  readonly news: JsonObject;
  readonly randomSeed: Uint8Array;
  /** The project's `pulumi:autonaming` settings, where it has any. */
  readonly autonaming?: { readonly disabled: boolean; readonly name: string };
}

export interface CheckResult {
  readonly inputs: JsonObject;
  readonly failures: readonly string[];
}

export interface DiffCall {
  readonly urn: string;
  readonly olds: JsonObject;
  readonly oldInputs: JsonObject;
  readonly news: JsonObject;
}

export interface Change {
  /** A property path as Pulumi writes it: `spec.rules[0].host`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  readonly replace: boolean;
}

export interface DiffResult {
  readonly changes: readonly Change[];
  readonly deleteBeforeReplace: boolean;
}

export interface CreateCall {
  readonly urn: string;
  readonly inputs: JsonObject;
  /** Seconds, 0 where the program sets no `customTimeouts`. */
  readonly timeout: number;
  readonly preview: boolean;
}

export interface ReadCall {
  readonly id: string;
  readonly urn: string;
  readonly olds: JsonObject;
  readonly oldInputs: JsonObject;
}

export interface ReadResult {
  readonly id: string;
  readonly properties: JsonObject;
  readonly inputs: JsonObject;
}

export interface UpdateCall extends CreateCall {
  readonly id: string;
  readonly olds: JsonObject;
}

export interface DeleteCall {
  readonly id: string;
  readonly urn: string;
  readonly olds: JsonObject;
  readonly timeout: number;
}

/** The resource exists, but is not what it should be: the engine keeps its state and reports why. */
export class InitFailed extends Error {
  readonly id: string;
  readonly properties: JsonObject;
  readonly reasons: readonly string[];
  readonly inputs: JsonObject | undefined;

  constructor(
    message: string,
    state: { id: string; properties: JsonObject; reasons: readonly string[]; inputs?: JsonObject },
  ) {
    super(message);
    this.name = "InitFailed";
    this.id = state.id;
    this.properties = state.properties;
    this.reasons = state.reasons;
    this.inputs = state.inputs;
  }
}
