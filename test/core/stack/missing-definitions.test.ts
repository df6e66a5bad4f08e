import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { missingInstallations } from "../../../core/stack/missing-definitions.ts";
import { smallFile, smallText } from "../kubernetes/small-definitions.ts";
import { resolveClass } from "../resolve-class.ts";

const plain = resolveClass("plain", {});
const asking = resolveClass("public", { customResources: true });
const filed = resolveClass("filed", { customResources: { definitions: "crds.yaml" } });

interface Cluster {
  readonly served?: readonly string[];
  readonly allowed?: boolean;
  readonly text?: string;
}

function sources({ served = [], allowed = true, text = smallText }: Cluster = {}) {
  const asked: string[] = [];
  const open = async () => ({
    get: async (path: string) => {
      asked.push(path);
      return { resources: served.map((name) => ({ name })) };
    },
    post: async () => ({ status: { allowed } }),
  });
  const read = (file: string) => {
    asked.push(file);
    return text;
  };
  const download = async (url: string) => {
    asked.push(url);
    if (text === "") throw new Error("status 404");
    return text;
  };
  return { asked, open, read, download };
}

const small = () => smallFile;
const found = "/apis/example.dev/v1";

test("a stack without custom resources asks nothing", async (t) => {
  const { asked, ...all } = sources();
  t.deepEqual(await missingInstallations([plain], all, small), []);
  t.deepEqual(asked, []);
});

test("a cluster that has the definitions gets none", async (t) => {
  const { asked, ...all } = sources({ served: ["cups", "kettles"], allowed: false });
  t.deepEqual(await missingInstallations([plain, asking], all, small), []);
  t.deepEqual(asked, [found]);
});

for (const [title, classes, source] of [
  ["the address of the release", [asking], smallFile.url],
  ["the file that a class names", [asking, filed], "crds.yaml"],
] as const) {
  test(`missing definitions come from ${title}, once for all classes`, async (t) => {
    const { asked, ...all } = sources({ served: ["cups"] });
    const [installation, ...others] = await missingInstallations(classes, all, small);
    t.is(others.length, 0);
    t.is(
      installation?.sentence,
      `the cluster lacks definitions of Kettle 1.0 (kettles.example.dev): they come from ${source}, and nothing deletes them again`,
    );
    t.is(installation?.definitions.length, 2);
    t.deepEqual(asked, [found, source]);
  });
}

for (const [title, cluster, message] of [
  [
    "who may not create definitions",
    { allowed: false },
    "the cluster does not define cups.example.dev, kettles.example.dev, which classes.public.customResources needs, and you may not create CustomResourceDefinitions: have it done by one who may (kubectl apply --server-side -f https://kettle.example/v1/crds.yaml), or set classes.public.customResources to false",
  ],
  [
    "on a closed network",
    { text: "" },
    "the cluster does not define cups.example.dev, kettles.example.dev, which classes.public.customResources needs, and https://kettle.example/v1/crds.yaml cannot be downloaded (status 404): put that file into the project and name it in classes.public.customResources.definitions",
  ],
] as const) {
  test(`a user ${title} is told the way out`, async (t) => {
    await t.throwsAsync(missingInstallations([asking], sources(cluster), small), {
      instanceOf: UserError,
      message,
    });
  });
}

test("what was downloaded has to be what the release publishes", async (t) => {
  await t.throwsAsync(missingInstallations([asking], sources({ text: "other" }), small), {
    instanceOf: UserError,
    message: /crds\.yaml has SHA-256 [0-9a-f]{64}, and Kettle 1\.0 publishes [0-9a-f]{64}: download /,
  });
});

test("F5's classes ask for F5's definitions", async (t) => {
  const asked: string[] = [];
  const get = async (path: string) => void asked.push(path);
  const open = async () => ({ get, post: async () => ({}) });
  const error = await t.throwsAsync(missingInstallations([asking], { ...sources(), open }));
  t.deepEqual(asked, ["/apis/k8s.nginx.org/v1"]);
  t.regex(error?.message ?? "", /virtualservers\.k8s\.nginx\.org.*\/v5\.5\.4\/deploy\/crds\.yaml/);
});
