import { main } from "@pulumi/pulumi/provider/index.js";
import { exposurePlugin } from "./exposure-plugin.ts";

await main(exposurePlugin(), process.argv.slice(2));
