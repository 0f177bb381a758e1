/** Dispatch's collections and every query on them: routes, regions, decisions and overrides. */
import { Decision, Override } from '../../contract/decisions.ts';
import { DemandMemory, Region, RideMemory } from '../../contract/regions.ts';
import { Route } from '../../contract/routes.ts';
import { type Aggregate, begin } from '../../infra/aggregate.ts';
import { collection, type Db, type Doc, type Store } from '../../infra/store/port.ts';
import { wholeRange } from '../../infra/store/whole.ts';
import { emptyRoute } from './rules/keep.ts';

export const routesSpec = collection('routes', Route, { ranges: { byRegion: ['region', 'id'] } });
export const regionsSpec = collection('regions', Region, {});
export const decisionsSpec = collection('decisions', Decision, {
  ranges: { byOrder: ['orderId', 'at'], byRegion: ['region', 'at'], byAt: ['at'] },
});
export const overridesSpec = collection('overrides', Override, { ranges: { byRegion: ['region', 'id'] } });
/** What rides have taken, one document per region. */
export const ridesSpec = collection('rides', RideMemory, {});
/** What was ordered where and when, one document per region. */
export const demandSpec = collection('demand', DemandMemory, {});
export const dispatchSpecs = [routesSpec, regionsSpec, decisionsSpec, overridesSpec, ridesSpec, demandSpec];

/** A route or a region lives for years: only the newest facts stay in its document. */
const factsKept = 120;

function trimmed<T extends Aggregate>(store: Store<T>): Store<T> {
  const recent = (doc: T): T => (doc.log.length > factsKept ? { ...doc, log: doc.log.slice(-factsKept) } : doc);
  return {
    ...store,
    get: async id => {
      const doc = await store.get(id);
      return doc && recent(doc);
    },
  };
}

async function all<T extends Doc>(page: (after?: T) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let next = await page(); next.length > 0; next = await page(next.at(-1))) found.push(...next);
  return found;
}

export function dispatchStore(db: Db) {
  const routes = trimmed(db.of(routesSpec));
  const regions = trimmed(db.of(regionsSpec));
  const decisions = db.of(decisionsSpec);
  const overrides = trimmed(db.of(overridesSpec));
  const rides = db.of(ridesSpec);
  const demand = db.of(demandSpec);
  const within = { limit: 500 };

  return {
    routes,
    regions,
    decisions,
    overrides,
    rides,
    demand,
    /** The courier's route; made empty when there is none yet. */
    async routeOf(courierId: string, region: string): Promise<Route> {
      const known = await routes.get(courierId);
      if (known) return known;
      const empty = { ...emptyRoute(courierId, region), log: begin([], { at: new Date(0) }) };
      const stored = await routes.insert(empty);
      return stored.inserted ? empty : stored.existing;
    },
    routesIn: (region: string) =>
      all<Route>(after => routes.range('byRegion', { region }, { ...within, ...(after ? { after } : {}) })),
    allRoutes: () => wholeRange(routes, 'byRegion', {}),
    /** As it is stored, or would begin: a question makes no document. */
    knownRegion: async (id: string): Promise<Region> => (await regions.get(id)) ?? emptyRegion(id),
    async region(id: string): Promise<Region> {
      const known = await regions.get(id);
      if (known) return known;
      const stored = await regions.insert(emptyRegion(id));
      return stored.inserted ? emptyRegion(id) : stored.existing;
    },
    overridesIn: (region: string) =>
      all<Override>(after => overrides.range('byRegion', { region }, { ...within, ...(after ? { after } : {}) })),
    /** The newest, in the order of time. */
    decisionsOf: async (orderId: string) =>
      (await decisions.range('byOrder', { orderId }, { limit: 50, order: 'desc' })).reverse(),
    newestDecisions: (region: string, limit: number) =>
      decisions.range('byRegion', { region }, { limit, order: 'desc' }),
    decisionsBefore: (at: Date) => decisions.range('byAt', { at: { to: at } }, { limit: 500 }),
  };
}
export type DispatchStore = ReturnType<typeof dispatchStore>;

const emptyRegion = (id: string): Region => ({
  id,
  version: 1,
  holder: null,
  leaseUntil: null,
  term: 0,
  travel: null,
  plan: null,
  failure: null,
  log: [],
});
