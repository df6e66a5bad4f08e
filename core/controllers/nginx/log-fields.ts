import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { classSetting } from "../class-settings.ts";
import type { NginxDialect } from "./dialect.ts";
import type { ValueProblem } from "./knobs.ts";
import { lineFields } from "./logs.ts";
import { variableProblem } from "./variables.ts";

/** Fields of a class's own in its log that would hide another one, or with which nginx would not start. */
export function logFieldProblems(dialect: NginxDialect, spec: ClassSpec): readonly Problem[] {
  return Object.entries(spec.logs.fields).flatMap(([name, value]) => {
    const problem = nameProblem(name) ?? variableProblem(dialect, spec, value);
    return problem === undefined ? [] : [{ path: classSetting(spec, `logs.fields.${name}`), ...problem }];
  });
}

function nameProblem(name: string): ValueProblem | undefined {
  return lineFields.includes(name)
    ? { code: "name-taken", message: "is a field of every line already: choose another name" }
    : undefined;
}
