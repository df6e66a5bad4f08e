import test from "ava";
import { ensureLoadGenerator } from "../../../bench/load/build.ts";
import { loadArguments, runLoad } from "../../../bench/load/load.ts";

test.before("build the generator", async (t) => {
  t.timeout(120_000);
  await ensureLoadGenerator();
});

const refused = [
  {
    title: "an address elsewhere",
    plan: { targets: ["10.0.0.1:80"] },
    message: /neither loopback nor in the lab/,
  },
  {
    title: "the neighbour of the lab",
    plan: { targets: ["172.30.1.1:80"] },
    message: /load is sent nowhere else/,
  },
  {
    title: "one address elsewhere among others",
    plan: { targets: ["127.0.0.1:80", "192.0.2.1:80"] },
    message: /192\.0\.2\.1:80/,
  },
  { title: "a name", plan: { targets: ["localhost:80"] }, message: /no address with a port/ },
  { title: "no target", plan: { targets: [] }, message: /-targets is required/ },
  { title: "no time", plan: { seconds: 0 }, message: /-duration is required/ },
  { title: "more than ten minutes", plan: { seconds: 601 }, message: /at most 10m0s/ },
  { title: "no count", plan: { count: 0 }, message: /-count is required/ },
  { title: "too large a count", plan: { count: 10_000_001 }, message: /from 1 to 10000000/ },
  { title: "too many connections", plan: { connections: 2049 }, message: /from 1 to 2048/ },
  { title: "a path that would break the request", plan: { path: "/a b" }, message: /must begin with \// },
  { title: "a header of two lines", plan: { headers: { a: "b\r\nc: d" } }, message: /on one line/ },
  { title: "a header without a name", plan: { headers: { "": "b" } }, message: /must be name: value/ },
  {
    title: "a Host header, which has its own option",
    plan: { headers: { HOST: "b" } },
    message: /-host and -close say that/,
  },
  { title: "a header in the host", plan: { host: "a\r\nX: y" }, message: /plain words/ },
] as const;

for (const { title, plan, message } of refused) {
  test.serial(`refuses ${title}`, async (t) => {
    const error = await t.throwsAsync(
      runLoad({ targets: ["127.0.0.1:9"], seconds: 1, count: 1, ...plan } as Parameters<typeof runLoad>[0]),
      { name: "UserError" },
    );
    t.regex(error.message, message);
  });
}

test.serial("a plan without a count is bounded by its time", (t) => {
  const args = loadArguments({ targets: ["127.0.0.1:80"], seconds: 2 });
  t.is(args[args.indexOf("-count") + 1], "100000");
});
