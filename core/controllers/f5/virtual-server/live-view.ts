import { type Backend, isSameBackend, standbyDiffers } from "../../../model/service.ts";
import type { LiveObject, LiveView, Share } from "../../live-view.ts";
import { virtualServerKind } from "./manifest.ts";
import { type Action, type Route, upstreamOf } from "./routes.ts";

/** What is read of a VirtualServer; a live one may lack any of it. */
interface Spec {
  readonly upstreams?: readonly { readonly name: string; readonly service: string; readonly port: number }[];
  readonly routes?: readonly Route[];
}

/** The view of services that are VirtualServers, which have drills and weights in themselves. */
export const virtualServerView: LiveView = {
  switched: ({ namespace, ingress }) => ({
    ...virtualServerKind,
    namespace,
    name: ingress,
    suffix: virtualServerSuffix,
  }),
  canary: () => undefined,
  routes: "f:routes",
  sharesHost: () => false,
  leadsTo: (object) =>
    backendsOf(
      object,
      routesOf(object).flatMap((route) => restOf(route) ?? []),
    ),
  share: (object) => {
    const routes = routesOf(object);
    const takers = routes.flatMap(takersOf);
    if (takers.length === 0) return undefined;
    return { ...shareOf(routes), backends: backendsOf(object, takers) };
  },
  withoutBackends: (object, service) => {
    const { upstreams = [], routes = [], ...rest } = specOf(object);
    return {
      ...rest,
      upstreams: upstreams.map(({ service: _service, port: _port, ...settings }) => settings),
      routes: routes.map((route) => {
        const { action: _action, matches: _matches, splits: _splits, ...settings } = route;
        const action = restOf(route);
        return { ...settings, proxy: action && settingsOf(action, standbyDiffers(service)) };
      }),
    };
  },
};

/** Follows a service's name in the Pulumi name of its VirtualServer. */
export const virtualServerSuffix = "virtual-server";

function specOf({ spec }: Pick<LiveObject, "spec">): Spec {
  return (spec ?? {}) as Spec;
}

function routesOf(object: Pick<LiveObject, "spec">): readonly Route[] {
  return specOf(object).routes ?? [];
}

/** Where requests go that neither a drill nor a weight takes. */
function restOf({ action, splits }: Route): Action | undefined {
  return action ?? splits?.[0]?.action;
}

function takersOf({ matches = [], splits = [] }: Route): readonly Action[] {
  return [...matches, ...splits.slice(1)].map(({ action }) => action);
}

/** One that differs from route to route, as nobody but a user of kubectl writes it, is the mean of them all. */
function shareOf(routes: readonly Route[]): Pick<Share, "mode" | "weight"> {
  if (!routes.some(({ splits }) => splits !== undefined)) return { mode: "drill" };
  const weights = routes.map(({ splits = [] }) =>
    splits.slice(1).reduce((sum, { weight }) => sum + weight, 0),
  );
  return { mode: "weighted", weight: weights.reduce((sum, weight) => sum + weight, 0) / weights.length };
}

function backendsOf(object: Pick<LiveObject, "spec">, actions: readonly Action[]): readonly Backend[] {
  const { upstreams = [] } = specOf(object);
  const all = actions.flatMap((action): readonly Backend[] => {
    const found = upstreams.find(({ name }) => name === upstreamOf(action));
    return found === undefined ? [] : [{ service: found.service, port: found.port }];
  });
  return all.filter(
    (backend, index) => all.findIndex((earlier) => isSameBackend(earlier, backend)) === index,
  );
}

/** @param bySide whether the two backends are spoken to in different ways: by path or `Host` */
function settingsOf(action: Action, bySide: boolean): object {
  if (!("proxy" in action)) return {};
  const { upstream: _upstream, rewritePath, requestHeaders, ...settings } = action.proxy;
  const set = (requestHeaders?.set ?? []).filter(({ name }) => !bySide || name !== "Host");
  return {
    ...settings,
    ...(set.length > 0 && { requestHeaders: { ...requestHeaders, set } }),
    ...(!bySide && rewritePath !== undefined && { rewritePath }),
  };
}
