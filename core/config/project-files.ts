/** The project's files that a configuration names. Paths are relative to the project's folder. */
export interface ProjectFiles {
  /** Names of a folder's entries; undefined where there is no such folder. */
  readonly list: (folder: string) => readonly string[] | undefined;
  /** A file's text; undefined where there is no such file. */
  readonly read: (file: string) => string | undefined;
}
