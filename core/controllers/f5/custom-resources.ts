import type { DefinitionFile } from "../../kubernetes/definitions.ts";
import { f5Facts } from "./facts.ts";

/**
 * The kinds that F5's controller watches once its custom resources are on, as its release publishes them.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/
 */
export const f5Definitions: DefinitionFile = {
  release: `${f5Facts.title} ${f5Facts.version}`,
  group: "k8s.nginx.org",
  version: "v1",
  resources: [
    "globalconfigurations",
    "policies",
    "transportservers",
    "virtualserverroutes",
    "virtualservers",
  ],
  url: `https://raw.githubusercontent.com/nginx/kubernetes-ingress/v${f5Facts.version}/deploy/crds.yaml`,
  sha256: "9a79a8233162a61fc16820c17c62ec6c33f2c1666b69814f30603ef4e0b93098",
};
