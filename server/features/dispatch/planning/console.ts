/** What the dispatcher's console is told of a region: its last plan, that planning fails, that ride times cannot be had. */
import { Region } from '../../../contract/regions.ts';
import { type View, view } from '../../../infra/live/view.ts';
import { dispatchers } from '../live.ts';
import { regionsSpec } from '../store.ts';
import type { Regions } from './regions.ts';

export const regionView = (regions: Pick<Regions, 'get'>): View =>
  view({
    name: 'region',
    summary: 'How the planning of a region stands: the last plan, why there is no newer one, who tells ride times',
    source: regionsSpec,
    policy: dispatchers,
    params: region => ({ region }),
    of: region => [region.id],
    present: ({ log: _, ...region }) => region,
    load: async of => [await regions.get(of)],
    item: Region.omit({ log: true }),
  });
