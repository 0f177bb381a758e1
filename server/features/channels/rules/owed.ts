/** What is still owed to a platform: its order's history against what was sent, and when to try again. Pure. */
import type { Step } from '../adapters/adapter.ts';
import type { Outbox, StepState } from '../store.ts';

/** Tried this often, then parked: somebody must look. */
export const attemptsAllowed = 12;
const firstWaitS = 2;
const longestWaitS = 600;

/** Every step the history owes, with what is known of each; what was sent keeps its place. */
export function merged(held: readonly StepState[], owed: readonly Step[]): StepState[] {
  const known = new Map(held.map(step => [step.id, step]));
  return owed.map(({ id, call }) => known.get(id) ?? { id, call, status: 'due', attempts: 0, lastError: null });
}

/** Exponential, at most ten minutes; `attempts` already made. Seconds. */
export const waitS = (attempts: number): number => Math.min(longestWaitS, firstWaitS * 2 ** Math.max(0, attempts - 1));

export type Verdict = { kind: 'done' } | { kind: 'refused'; why: string } | { kind: 'retry'; why: string };

/** The step after an attempt. A refusal ends it; too many failures leave it due, for a person to release. */
export function after(step: StepState, verdict: Verdict): StepState {
  const attempts = step.attempts + 1;
  if (verdict.kind === 'done') return { ...step, attempts, status: 'done', lastError: null };
  if (verdict.kind === 'refused') return { ...step, attempts, status: 'refused', lastError: verdict.why };
  return { ...step, attempts, lastError: verdict.why };
}

/** The outbox's state and next wake-up after its steps changed. */
export function standing(steps: readonly StepState[], now: Date): Pick<Outbox, 'state' | 'wakeAt'> {
  const next = steps.find(step => step.status === 'due');
  if (!next) return { state: 'idle', wakeAt: null };
  if (next.attempts >= attemptsAllowed) return { state: 'parked', wakeAt: null };
  const at = next.attempts === 0 ? now : new Date(now.getTime() + waitS(next.attempts) * 1000);
  return { state: 'due', wakeAt: at };
}
