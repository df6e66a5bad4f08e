import type { SettingPath } from "./service-problems.ts";

/** Where a class of an exposure stack is set. */
export const classSetting: SettingPath = ({ name }, field) => `classes.${name}.${field}`;
