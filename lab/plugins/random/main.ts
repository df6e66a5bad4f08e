import { serve } from "../server.ts";
import { pluginVersion } from "../versions.ts";
import { randomProvider } from "./provider.ts";

await serve(pluginVersion("random"), randomProvider());
