import test from "ava";
import { at } from "../../../core/config/problem-path.ts";
import { classObjects } from "../../../core/controllers/class-objects.ts";
import { extraArgProblems } from "../../../core/controllers/extra-args.ts";
import { f5 } from "../../../core/controllers/f5/controller.ts";
import { haproxy } from "../../../core/controllers/haproxy/controller.ts";
import { ingressNginx } from "../../../core/controllers/ingress-nginx/controller.ts";
import { told } from "../../told-problems.ts";
import { resolveClass } from "../resolve-class.ts";

const controllers = { f5, haproxy, "ingress-nginx": ingressNginx } as const;

const cases: readonly (readonly [keyof typeof controllers, string, string, string | undefined])[] = [
  ["f5", "log-level", "debug", undefined],
  ["f5", "log-level", "verbose", "wrong-argument"],
  ["f5", "nginx-status-allow-cidrs", "127.0.0.1,10.0.0.0/8,::1", undefined],
  ["f5", "nginx-status-allow-cidrs", "everybody", "wrong-argument"],
  ["f5", "log-levle", "debug", "unknown-argument"],
  ["f5", "-log-level", "debug", "unknown-argument"],
  ["f5", "constructor", "x", "unknown-argument"],
  ["f5", "ingress-class", "other", "refused-argument"],
  ["f5", "watch-namespace", "default", "refused-argument"],
  ["f5", "nginx-plus", "true", "refused-argument"],
  ["ingress-nginx", "v", "3", undefined],
  ["ingress-nginx", "sync-rate-limit", "0.5", undefined],
  ["ingress-nginx", "sync-period", "1m30s", undefined],
  ["ingress-nginx", "sync-period", "90", "wrong-argument"],
  ["ingress-nginx", "time-buckets", "0.1,1,10", undefined],
  ["ingress-nginx", "disable-catch-all", "true", "refused-argument"],
  ["haproxy", "log", "info", undefined],
  ["haproxy", "ingress.class", "x", "refused-argument"],
  ["haproxy", "pprof", "true", "refused-argument"],
];

for (const [controller, name, value, code] of cases) {
  test(`${controller}: argument ${name}=${value} is ${code ?? "taken"}`, (t) => {
    const { facts, pod } = controllers[controller];
    const problems = extraArgProblems(pod.extraArgs, facts.title, { [name]: value }, "extraArgs");
    const path = at("extraArgs", name);
    t.deepEqual(told(problems), code === undefined ? [] : [`${path}: ${code}`]);
  });
}

for (const [name, { facts, pod }] of Object.entries(controllers)) {
  test(`${name}: no argument is both taken and refused`, (t) => {
    const { takes, refuses } = pod.extraArgs;
    t.deepEqual(
      Object.keys(takes).filter((argument) => argument in refuses),
      [],
    );
    t.is(extraArgProblems(pod.extraArgs, facts.title, {}, "extraArgs").length, 0);
  });
}

for (const controller of ["f5", "ingress-nginx"] as const) {
  test(`${controller}: every argument of this program's is refused`, (t) => {
    const { pod } = controllers[controller];
    const own = pod.args(
      resolveClass("a", {
        controller,
        defaultCertificate: "a/b",
        ipv6: false,
        configSafety: controller === "f5",
      }),
    );
    const names = own.flatMap((argument) => /^--?([a-z0-9-]+)/.exec(argument)?.[1] ?? []);
    t.deepEqual(
      names.filter((name) => !(name in pod.extraArgs.refuses)),
      [],
    );
  });
}

test("further arguments follow the program's own", (t) => {
  const own = classObjects(resolveClass("public", {}), {}).workload.spec.template?.spec?.containers[0]?.args;
  const more = resolveClass("public", { extraArgs: { "log-level": "debug", "log-format": "json" } });
  const args = classObjects(more, {}).workload.spec.template?.spec?.containers[0]?.args;
  t.deepEqual(args, [...(own ?? []), "--log-level=debug", "--log-format=json"]);
});
