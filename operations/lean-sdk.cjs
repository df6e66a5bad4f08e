// Pulumi's SDK loads TypeScript's compiler and npm's dependency solver, to write functions of a program down as text. No
// program here has one, and the two are half of the time and of the memory that it takes to load the SDK.
const { Module } = require("node:module");

const folder = "@pulumi/pulumi/runtime/closure";

/** Functions by the module that loads one of the two. */
const late = {
  "serializeClosure.js": ["serializeFunction", "serializeFunctionAsync"],
  "codePaths.js": ["computeCodePaths"],
};

for (const [file, functions] of Object.entries(late)) {
  const path = resolve(`${folder}/${file}`);
  if (path !== undefined) require.cache[path] = standIn(path, functions);
}

/** Undefined where the SDK is not installed, or another version has no such file. */
function resolve(name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** A module that is loaded once one of its functions is called. */
function standIn(path, functions) {
  const call = (name, args) => {
    if (require.cache[path] === module) delete require.cache[path];
    return require(path)[name](...args);
  };
  const module = Object.assign(new Module(path), { filename: path, loaded: true });
  module.exports = Object.fromEntries(functions.map((name) => [name, (...args) => call(name, args)]));
  return module;
}
