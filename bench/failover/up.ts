import { openIn } from "../../operations/failover/engine.ts";
import { projectAt } from "../../operations/projects.ts";

// `pulumi up` of the whole stack, with this project's program
const [root = "", stackName = ""] = process.argv.slice(2);
const stack = await openIn(root, await projectAt(root))(stackName);
await stack.up();
