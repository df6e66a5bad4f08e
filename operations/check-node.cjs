// Runs before any TypeScript is loaded, and on every Node there is: Pulumi.yaml and the npm scripts require it.
const { existsSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { engines } = require("../package.json");

const [major, minor] = parse(process.versions.node);
const [leastMajor, leastMinor] = parse(engines.node);
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  const bin = join(__dirname, "..", "node_modules", ".bin");
  const install = existsSync(join(bin, "node")) ? "" : "npm ci && ";
  console.error(
    `error: exposure needs Node.js ${leastMajor}.${leastMinor} or newer, but ${process.execPath} is ${process.versions.node}: ` +
      `run ${install}export PATH=${bin}:$PATH, or install a newer Node.js.`,
  );
  process.exit(1);
}

// Half of the time to load a program is spent on parsing it. A cache that cannot be written changes nothing.
enableCompileCache(join(__dirname, "..", "node_modules", ".cache", "compile"));
require("./lean-sdk.cjs");

/** The first two numbers of a version or of a range like `>=22.20`. */
function parse(version) {
  return version.match(/\d+/g).map(Number);
}
