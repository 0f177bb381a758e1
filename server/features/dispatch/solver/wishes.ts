/** What a route is weighed by when nobody has said otherwise. */
import { RouteWishes } from '../../../contract/regions.ts';

export const usualWishes: RouteWishes = RouteWishes.parse({});
