// Runs a consumer's program against Pulumi's mocks, from the consumer's own folder, and prints what it registers.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [program] = process.argv.slice(2);
const pulumi = createRequire(program)("@pulumi/pulumi");
const registered = [];
await pulumi.runtime.setMocks(
  {
    newResource: ({ type, name, inputs }) => {
      registered.push(`${type}::${name}`);
      return { id: `${name}-id`, state: inputs };
    },
    call: () => ({}),
  },
  "consumer",
  "test",
  false,
);
const outcome = await pulumi.runtime
  .runInPulumiStack(async () => {
    try {
      return { ...(await import(pathToFileURL(program).href)) };
    } catch (error) {
      return { refused: error.message };
    }
  })
  .then(({ refused, urls }) => ({ refused, urls }));
await pulumi.runtime.disconnect();
console.log(JSON.stringify({ ...outcome, registered: registered.toSorted() }));
