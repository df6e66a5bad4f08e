/** The project's files that a configuration names. Paths are relative to the project's folder. */
export interface ProjectFiles {
  /** Names of a folder's entries; undefined where there is no such folder. @throws {UserError} where it cannot be read */
  readonly list: (folder: string) => readonly string[] | undefined;
  /** A file's text; undefined where there is no such file. @throws {UserError} for one that is no text, or too large */
  readonly read: (file: string) => string | undefined;
}
