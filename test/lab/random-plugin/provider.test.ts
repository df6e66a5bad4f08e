import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc.js";
import test from "ava";
import { type Properties, randomProvider } from "../../../lab/random-plugin/provider.ts";

const provider = randomProvider("1.2.3");
const urn = (type: string) =>
  `urn:pulumi:dev::haproxy-edge::random:index/${type[0]?.toLowerCase()}${type.slice(1)}:${type}::x`;
const inputs = { length: 32, special: false, keepers: { generation: "1" } };

async function create(type: string, inputs: Properties) {
  const { id, outs } = (await provider.create?.(urn(type), inputs)) ?? {};
  return { id, outs: outs as Properties };
}

test("a password is a secret with the requested length and characters", async (t) => {
  const { id, outs } = await create("RandomPassword", inputs);
  const { result, ...others } = outs;
  t.is(id, "none", "an id is no secret");
  t.deepEqual(others, inputs);
  const { value, ...signature } = result as Properties;
  t.deepEqual(signature, { [specialSigKey]: specialSecretSig });
  t.regex(String(value), /^[A-Za-z0-9]{32}$/);
});

test("a string is its own id; two differ", async (t) => {
  const digits = { length: 40, lower: false, upper: false, special: false };
  const [first, second] = [await create("RandomString", digits), await create("RandomString", digits)];
  t.regex(String(first.outs.result), /^[0-9]{40}$/);
  t.is<unknown, unknown>(first.id, first.outs.result);
  t.not(first.id, second.id);
});

for (const [what, changed, replaces] of [
  ["the same inputs keep it", {}, []],
  ["an explicit default keeps it", { upper: true }, []],
  ["another keeper replaces it", { keepers: { generation: "2" } }, ["keepers"]],
  ["another length replaces it", { length: 33 }, ["length"]],
] as const) {
  test(what, async (t) => {
    const { outs } = await create("RandomPassword", inputs);
    const diff = await provider.diff?.("none", urn("RandomPassword"), outs, { ...inputs, ...changed });
    t.deepEqual(diff, { changes: replaces.length > 0, replaces: [...replaces] });
  });
}

for (const [what, type, inputs, property] of [
  ["another resource", "RandomPet", { length: 2 }, "RandomPet"],
  ["another input", "RandomString", { length: 2, minUpper: 1 }, "minUpper"],
] as const) {
  test(`${what} is refused by name`, async (t) => {
    const { failures = [] } = (await provider.check?.(urn(type), {}, inputs)) ?? {};
    t.deepEqual(
      failures.map((failure) => failure.property),
      [property],
    );
  });
}

test("everything that this repository uses is accepted", async (t) => {
  t.deepEqual(await provider.check?.(urn("RandomPassword"), {}, inputs), { inputs, failures: [] });
});
