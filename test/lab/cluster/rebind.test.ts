import test from "ava";
import { parseAllDocuments } from "yaml";
import { withApiServerAddress } from "../../../lab/cluster/rebind.ts";

const file = (address: string) => `components:
- args:
  - --bind-address=${address}
  - --secure-port=6443
  name: kube-apiserver
- args:
  - --bind-address=127.0.0.1
  name: kube-scheduler
kind: KwokctlConfiguration
---
kind: Stage
spec:
  selector: {}
`;

test("only the API server's address changes, in a file of several documents", (t) => {
  const read = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as unknown);
  t.deepEqual(read(withApiServerAddress(file("127.0.0.1"), "0.0.0.0")), read(file("0.0.0.0")));
});
