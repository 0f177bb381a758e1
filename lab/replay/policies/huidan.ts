/** Our own engine as a policy of the replay. */
import type { Policy } from '../../../server/features/dispatch/solver/day/day.ts';
import { createEngine } from '../../../server/features/dispatch/solver/day/engine.ts';
import type { Instance } from '../instance.ts';

export const huidan = ({ rules, restaurants }: Instance): Policy => createEngine({ rules, restaurants });
