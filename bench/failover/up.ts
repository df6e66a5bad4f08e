import exposure from "../../index.ts";
import { openIn } from "../../operations/failover/engine.ts";
import { findPulumi } from "../../operations/failover/find-pulumi.ts";
import { projectAt } from "../../operations/projects.ts";

// `pulumi up` of the whole stack, with this project's program
const [root = "", stackName = ""] = process.argv.slice(2);
const whole = { ...(await projectAt(root)), program: async () => () => exposure() };
const stack = await openIn(root, whole, findPulumi())(stackName);
await stack.up();
