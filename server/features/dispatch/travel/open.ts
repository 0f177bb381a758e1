/** The provider the configuration asks for. */
import type { Config } from '../../../config.ts';
import type { Logger } from '../../../infra/log.ts';
import type { Metrics } from '../../../infra/metrics.ts';
import { travelFigures } from './figures.ts';
import { matrixProvider } from './matrix.ts';
import { straightProvider, type TravelProvider } from './provider.ts';
import { serviceProvider, serviceSettings } from './service.ts';

/** Throws when a table of ride times cannot be read. */
export function openProvider(
  { travel }: Pick<Config, 'travel'>,
  kit: { log: Logger; metrics: Metrics },
): TravelProvider {
  if (travel.file) return matrixProvider(travel.file);
  if (!travel.url) return straightProvider;
  const settings = { ...serviceSettings, ...travel.limits, url: travel.url, profile: travel.profile };
  return serviceProvider({ settings, figures: travelFigures(kit.metrics), log: kit.log });
}
