import type { LogrotateArgs } from "../model/stack.ts";
import { digest, image, pullPolicy } from "./class-config.ts";
import { resources } from "./resource-config.ts";
import type { Schema } from "./schema.ts";
import { object } from "./schema.ts";

/** `exposure:logrotate`. */
export const logrotateConfig: Schema<LogrotateArgs> = object<LogrotateArgs>({
  image,
  digest,
  pullPolicy,
  resources,
});
