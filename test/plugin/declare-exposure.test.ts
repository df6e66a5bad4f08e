import { Provider } from "@pulumi/kubernetes";
import { type ComponentResourceOptions, output, RunError } from "@pulumi/pulumi";
import test from "ava";
import { exposurePlugin } from "../../plugin/exposure-plugin.ts";
import { registeredBy } from "../pulumi-mocks.ts";

/** What the plugin refuses a component with. */
async function refusalOf(
  args: Readonly<Record<string, unknown>>,
  options: () => ComponentResourceOptions = () => ({}),
  type = "exposure:index:Exposure",
): Promise<unknown> {
  let refusal: unknown;
  await registeredBy(async () => {
    try {
      await exposurePlugin().construct?.("edge", type, args, options());
    } catch (error) {
      refusal = error;
    }
  });
  return refusal;
}

const classes = { public: { default: true } };

test.serial(
  "a Kubernetes provider is refused: the check before a switch would not reach its cluster",
  async (t) => {
    const error = await refusalOf({ classes }, () => ({ providers: [new Provider("own")] }));
    t.true(RunError.isInstance(error));
    t.regex(
      String(error),
      /expected no Kubernetes provider: name the cluster by arguments kubeconfig and context/,
    );
  },
);

test.serial("an Output is refused by its path, with every other problem", async (t) => {
  const services = { api: { hosts: [output("api.example.com")], backend: { service: "api", port: 0 } } };
  const error = await refusalOf({ classes, services });
  t.true(RunError.isInstance(error));
  t.regex(String(error), /services\.api\.hosts\[0\]: expected a plain value, got an Output/);
  t.regex(String(error), /services\.api\.backend\.port: expected a whole number/);
});

test.serial("a type that the schema does not have is refused", async (t) => {
  const error = await refusalOf({}, () => ({}), "exposure:index:Other");
  t.is((error as Error).message, "the plugin has exposure:index:Exposure only, and no exposure:index:Other");
});
