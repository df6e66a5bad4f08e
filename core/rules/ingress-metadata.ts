import { at } from "../config/problem-path.ts";
import { defaultAnnotationProblem, defaultLabelProblem } from "../controllers/annotations.ts";
import type { Problem } from "../model/problems.ts";
import type { IngressMetadataArgs } from "../model/service.ts";

/**
 * What the services of a class, or of the edge, cannot carry all alike.
 * @param path of the setting, `classes.public.ingressDefaults` for example
 */
export function ingressDefaultProblems(
  { annotations = {}, labels = {} }: IngressMetadataArgs,
  path: string,
): readonly Problem[] {
  const found = (part: string, names: object, problemOf: (name: string) => string | undefined) =>
    Object.keys(names).flatMap((name) => {
      const message = problemOf(name);
      return message === undefined
        ? []
        : [{ path: at(at(path, part), name), code: "not-a-default", message }];
    });
  return [
    ...found("annotations", annotations, defaultAnnotationProblem),
    ...found("labels", labels, defaultLabelProblem),
  ];
}
