import type { LocatedClass, LocatedService } from "../../core/config/located.ts";
import { at, below } from "../../core/config/problem-path.ts";
import type { ClassArgs } from "../../core/model/class.ts";
import { resolveService } from "../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { resolveClass } from "./resolve-class.ts";

/** Classes as they stand in a stack file. */
export function classes(args: Readonly<Record<string, ClassArgs>>): readonly LocatedClass[] {
  return Object.entries(args).map(([name, classArgs]) => ({
    args: classArgs,
    spec: resolveClass(name, classArgs),
    at: below(at("classes", name)),
  }));
}

/** Services as they stand in a stack file, of class `public` where they name none, with a backend each. */
export function services(args: Readonly<Record<string, Partial<ServiceArgs>>>): readonly LocatedService[] {
  return Object.entries(args).map(([name, partial]) => {
    const serviceArgs = { backend: { service: name, port: "http" }, ...partial };
    return {
      args: serviceArgs,
      spec: resolveService(name, serviceArgs, "public"),
      at: below(at("services", name)),
    };
  });
}
