import exposure from "../../index.ts";
import { selectStack } from "../../operations/failover/select-stack.ts";

// `pulumi up` of the whole stack, with this project's program
const [workDir = "", stackName = ""] = process.argv.slice(2);
// What the language host tells a program about its project; nobody tells an inline one.
process.env.PULUMI_NODEJS_ROOT_DIRECTORY = workDir;
const stack = await selectStack({ projectName: "exposure", stackName, program: () => exposure(), workDir });
await stack.up();
