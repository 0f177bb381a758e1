/** The actor of what nobody asked for: the clock, or a decision of ours. Apart, so that rules need no schemas to say it. */
import type { Actor } from './common.ts';

export const system: Actor = { kind: 'system', id: 'system' };
