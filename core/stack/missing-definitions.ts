import { classControllers } from "../controllers/registry.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import {
  type Definition,
  type DefinitionFile,
  definitionsIn,
  digestProblem,
  mayDefine,
  missingDefinitions,
} from "../kubernetes/definitions.ts";
import type { ClassSpec } from "../model/class.ts";
import { messageOf, UserError } from "../model/user-error.ts";

/** Definitions that a cluster lacks and the stack's classes need. */
export interface Installation {
  readonly file: DefinitionFile;
  readonly definitions: readonly Definition[];
  /** What is to be installed and from where, in one sentence. */
  readonly sentence: string;
}

interface Sources {
  readonly open: () => Promise<Pick<ApiServer, "get" | "post">>;
  /** Text of a file of the project. */
  readonly read: (file: string) => string;
  /** Text at an address. @throws Error */
  readonly download: (url: string) => Promise<string>;
}

/**
 * The definitions that have to be installed first: none for a stack without custom resources, which is asked nothing,
 * and for a cluster that has them.
 * @throws UserError that names the classes and the way out, if they are missing and cannot be installed
 */
export async function missingInstallations(
  classes: readonly ClassSpec[],
  { open, read, download }: Sources,
  fileOf: (spec: ClassSpec) => DefinitionFile | undefined = ({ controller }) =>
    classControllers[controller].definitions,
): Promise<readonly Installation[]> {
  const asking = classes.flatMap((spec) => {
    const file = fileOf(spec);
    return file === undefined || spec.customResources === undefined ? [] : [{ spec, file }];
  });
  const installations = [...Map.groupBy(asking, ({ file }) => file)].map(
    async ([file, users]): Promise<readonly Installation[]> => {
      const api = await open();
      const missing = await missingDefinitions(api, file);
      const [first] = users;
      if (missing.length === 0 || first === undefined) return [];
      const named = users.map(({ spec }) => spec.customResources?.definitions).find(Boolean);
      const setting = `classes.${first.spec.name}.customResources`;
      const lack = `the cluster does not define ${missing.join(", ")}, which ${setting} needs`;
      const byHand = `kubectl apply --server-side -f ${named ?? file.url}`;
      if (!(await mayDefine(api))) {
        throw new UserError(
          `${lack}, and you may not create CustomResourceDefinitions: have it done by one who may (${byHand}), or set ${setting} to false`,
        );
      }
      const text = named === undefined ? await downloaded(file, lack, setting, download) : read(named);
      const problem = digestProblem(text, file);
      if (problem !== undefined) throw new UserError(`${lack}, and ${named ?? file.url} ${problem}`);
      const sentence = `the cluster lacks definitions of ${file.release} (${missing.join(", ")}): they come from ${named ?? file.url}, and nothing deletes them again`;
      return [{ file, definitions: definitionsIn(text, file), sentence }];
    },
  );
  return (await Promise.all(installations)).flat();
}

async function downloaded(
  { url }: DefinitionFile,
  lack: string,
  setting: string,
  download: Sources["download"],
): Promise<string> {
  try {
    return await download(url);
  } catch (error) {
    throw new UserError(
      `${lack}, and ${url} cannot be downloaded (${messageOf(error)}): put that file into the project and name it in ${setting}.definitions`,
    );
  }
}
