import test from "ava";
import { renderLogrotateConf } from "../../../core/logrotate/logrotate-conf.ts";
import { rotate } from "./sandbox.ts";

test("rules: size in bytes, number kept, compression one rotation late, nginx makes the new file", (t) => {
  t.is(
    renderLogrotateConf({ ...rotate, size: "256m", keep: 14 }),
    `/var/log/nginx-host/*.log {
  size 268435456
  rotate 14
  compress
  delaycompress
  nocreate
  nodateext
  missingok
  notifempty
  postrotate
    /bin/sh /etc/logrotate-agent/agent.sh turned "$1"
  endscript
}
`,
  );
});

test("without compression, and with copyTruncate", (t) => {
  const conf = renderLogrotateConf({ ...rotate, compress: false, copyTruncate: true });
  t.regex(conf, /^ {2}nocompress\n {2}copytruncate$/m);
  t.notRegex(conf, /delaycompress|nocreate/);
});
