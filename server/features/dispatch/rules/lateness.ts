/** What being late costs: more for each second, the later it is already. */
import type { RouteWishes } from '../../../contract/regions.ts';

/** Cost seconds of so many seconds late. */
export const latenessCostS = (
  lateS: number,
  { latenessFactor, latenessGrowth }: Pick<RouteWishes, 'latenessFactor' | 'latenessGrowth'>,
): number => (latenessFactor + (latenessGrowth * lateS) / 60) * lateS;
