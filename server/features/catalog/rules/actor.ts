/** Who changes the catalog, as a fact's actor. */
import type { Principal } from '../../../contract/access.ts';
import type { Actor } from '../../../contract/common.ts';

export const actorOf = ({ kind, id }: Pick<Principal, 'kind' | 'id'>): Actor => ({
  kind: kind === 'device' ? 'kitchen' : kind,
  id,
});
