import test from "ava";
import { type ImageArgs, imageProblems } from "../../../core/rules/image-version.ts";
import { told } from "../../told-problems.ts";

const facts = { title: "A controller", version: "3.2.11" };
const untestedVersion = true;

for (const [args, expected] of [
  [{}, []],
  [{ image: "example.com/a:3.2.11" }, []],
  [{ image: "example.com/a:v3.2.11-alpine" }, []],
  [{ image: "example.com/a:3.2.9" }, []],
  [{ image: "example.com/a:2.10.99" }, []],
  [{ image: "example.com/a:3.2" }, []],
  [{ image: "example.com:5000/a:latest" }, []],
  [{ image: "example.com/a:3.2.12" }, ["image: untested-version"]],
  [{ image: "example.com/a:v3.2.12-alpine" }, ["image: untested-version"]],
  [{ image: "example.com/a:3.10.0" }, ["image: untested-version"]],
  [{ image: "example.com/a:3.2.11.1" }, ["image: untested-version"]],
  [{ image: "example.com/a:3.2.12", untestedVersion }, []],
  [{ image: "example.com/a:3.2.11", untestedVersion }, ["untestedVersion: has-no-effect"]],
  [{ image: "example.com/a:latest", untestedVersion }, ["untestedVersion: has-no-effect"]],
  [{ untestedVersion }, ["untestedVersion: has-no-effect"]],
] as const satisfies readonly (readonly [ImageArgs, readonly string[]])[]) {
  test(`an image ${JSON.stringify(args)}`, (t) => {
    t.deepEqual(told(imageProblems(args, facts, (field) => field)), expected);
  });
}
