// Pulumi's launcher compiles what it requires; what Node imports by itself, Node strips of its types.
require("../operations/check-node.cjs");
void import("./main.ts");
