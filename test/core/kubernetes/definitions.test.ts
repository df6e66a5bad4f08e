import test from "ava";
import {
  definitionsIn,
  digestProblem,
  installDefinitions,
  mayDefine,
  missingDefinitions,
} from "../../../core/kubernetes/definitions.ts";
import { UserError } from "../../../core/model/user-error.ts";
import { smallFile, smallText } from "./small-definitions.ts";

const serving = (...names: readonly string[]) => ({
  get: async () => ({ resources: names.map((name) => ({ name })) }),
});

test("what the API server does not serve is missing, by its definition's name", async (t) => {
  t.deepEqual(await missingDefinitions(serving("kettles", "kettles/status", "cups"), smallFile), []);
  t.deepEqual(await missingDefinitions(serving("kettles"), smallFile), ["cups.example.dev"]);
  const asked: string[] = [];
  const none = { get: async (path: string) => void asked.push(path) };
  t.deepEqual(await missingDefinitions(none, smallFile), ["cups.example.dev", "kettles.example.dev"]);
  t.deepEqual(asked, ["/apis/example.dev/v1"]);
});

test("whoever may create definitions may do so in both ways that server-side apply needs", async (t) => {
  const allowing = (verbs: readonly string[]) => ({
    post: async (_path: string, body: object) => {
      const { spec } = body as { spec: { resourceAttributes: { verb: string; group: string } } };
      t.is(spec.resourceAttributes.group, "apiextensions.k8s.io");
      return { status: { allowed: verbs.includes(spec.resourceAttributes.verb) } };
    },
  });
  t.true(await mayDefine(allowing(["create", "patch"])));
  t.false(await mayDefine(allowing(["create"])));
  t.false(await mayDefine(allowing([])));
});

test("a file is that of the release to the byte", (t) => {
  t.is(digestProblem(smallText, smallFile), undefined);
  t.regex(
    digestProblem(`${smallText}\n`, smallFile) ?? "",
    /^has SHA-256 [0-9a-f]{64}, and Kettle 1\.0 publishes /,
  );
});

test("only the kinds that are needed are taken from a file", (t) => {
  t.deepEqual(
    definitionsIn(smallText, smallFile).map(({ metadata }) => metadata.name),
    ["cups.example.dev", "kettles.example.dev"],
  );
  t.throws(() => definitionsIn("a: 1", smallFile), {
    instanceOf: UserError,
    message: "the file of definitions lacks cups.example.dev",
  });
});

test("each definition is applied, and the API server is asked until it serves the last one", async (t) => {
  const paths: string[] = [];
  const answers = [["cups"], ["cups"], ["cups", "kettles"]];
  const api = {
    apply: async (path: string, _object: object, by: object) => {
      paths.push(path);
      t.deepEqual(by, { manager: "exposure", force: false });
    },
    get: async () => ({ resources: (answers.shift() ?? []).map((name) => ({ name })) }),
  };
  await installDefinitions(api, definitionsIn(smallText, smallFile), smallFile, { pause: 1 });
  t.deepEqual(paths, [
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/cups.example.dev",
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/kettles.example.dev",
  ]);
  t.is(answers.length, 0);
});

test("kinds that are never served end the wait", async (t) => {
  const api = { apply: async () => {}, get: async () => undefined };
  await t.throwsAsync(installDefinitions(api, [], smallFile, { pause: 1, patience: 20 }), {
    instanceOf: UserError,
    message:
      "the API server does not serve cups.example.dev, kettles.example.dev 0.02 s after they were defined: look at their conditions",
  });
});
