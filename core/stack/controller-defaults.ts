import { knobsOf } from "../controllers/nginx/profiles.ts";
import { controllers, type Dialect, dialects } from "../model/controllers.ts";
import type { ControllerDefaults } from "../model/resolve-class.ts";

/** What classes take from their controllers. */
export const controllerDefaults = Object.fromEntries(
  dialects.map((name): [Dialect, ControllerDefaults] => {
    const profiles = {
      default: knobsOf(name, { profile: "default" }),
      high: knobsOf(name, { profile: "high" }),
    };
    return [name, { facts: controllers[name], profiles }];
  }),
) as Readonly<Record<Dialect, ControllerDefaults>>;
