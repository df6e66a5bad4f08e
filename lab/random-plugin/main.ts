import { main } from "@pulumi/pulumi/provider/index.js";
import { pluginVersion } from "../tools/plugins.ts";
import { randomProvider } from "./provider.ts";

// a killed engine cannot stop its plugins, so they end themselves
const engine = process.ppid;
setInterval(() => process.ppid === engine || process.exit(0), 1_000).unref();

await main(randomProvider(pluginVersion("random")), process.argv.slice(2));
