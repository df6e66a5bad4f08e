import { engineLog } from "../engine.ts";
import { serve } from "../server.ts";
import { pluginVersion } from "../versions.ts";
import { kubernetesProvider } from "./provider.ts";

await serve(pluginVersion("kubernetes"), kubernetesProvider(engineLog()));
