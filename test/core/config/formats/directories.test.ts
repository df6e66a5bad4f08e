import test from "ava";
import { isWithin, logDirectoryProblem } from "../../../../core/config/formats/directories.ts";

for (const directory of ["/var/log/nginx-ingress/public", "/logs", "/mnt/disk1/edge", "/var/log/pods2"]) {
  test(`logs may go to ${directory}`, (t) => t.is(logDirectoryProblem(directory), undefined));
}

const system = [
  "/",
  "/etc",
  "/etc/nginx",
  "/var",
  "/var/log",
  "/var/log/pods/x",
  "/var/lib/kubelet/pods",
  "/proc/1",
  "/sys",
  "/dev/shm",
  "/usr/local/logs",
  "/tmp",
  "/home",
  "/run/logs",
  "/root",
  "/opt/cni/bin",
  "/var/lib/crio",
  "/var/log/audit",
];

for (const directory of system) {
  test(`logs may not go to ${directory}, which belongs to the node`, (t) =>
    t.is(
      logDirectoryProblem(directory),
      `expected a directory for these logs alone, got "${directory}": it belongs to the node; use one below /var/log`,
    ));
}

for (const directory of [
  "logs",
  "./logs",
  "/var/log/../etc",
  "/var//logs",
  "/var/log/edge/",
  "/a b",
  "/a$b",
]) {
  test(`${directory} is no absolute directory`, (t) =>
    t.is(
      logDirectoryProblem(directory),
      `expected an absolute directory such as "/var/log/nginx-ingress/public", got "${directory}"`,
    ));
}

test("a directory whose name begins alike is not within", (t) => {
  t.true(isWithin("/var/log/a", "/var/log/a"));
  t.true(isWithin("/var/log/a/b", "/var/log/a"));
  t.false(isWithin("/var/log/ab", "/var/log/a"));
  t.true(isWithin("/var", "/"));
});
