import test from "ava";
import { table } from "../../../bench/register/table.ts";

test("columns are as wide as their widest cell and aligned to the right", (t) => {
  t.is(
    table(
      ["services", "ms"],
      [
        [10, 7],
        [1000, 12345],
      ],
    ),
    ["| services |    ms |", "|---------:|------:|", "|       10 |     7 |", "|     1000 | 12345 |"].join(
      "\n",
    ),
  );
});
