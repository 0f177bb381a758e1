/** What a dispatcher's word and a courier's no forbid. */
import type { Override } from '../../../contract/decisions.ts';

/** Pinned to somebody else, or banned for this courier; without a word everybody may have the order. */
export const isForbidden = (override: Pick<Override, 'pin' | 'bans'> | null, courierId: string): boolean =>
  override !== null &&
  ((override.pin !== null && override.pin.courierId !== courierId) ||
    override.bans.some(ban => ban.courierId === courierId));
