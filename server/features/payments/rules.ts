/** When a provider is asked whether an order was paid: soon at first, then ever more rarely, and once more at the deadline. */

const firstAskS = 20;

/** The first question falls soon after the start. */
export const firstAskAt = (now: Date) => new Date(now.getTime() + firstAskS * 1000);

/** The next question after an unanswered one: as long again as it has been waiting, but not past the deadline; null: it has passed. */
export function nextAskAt(startedAt: Date, now: Date, expiresAt: Date): Date | null {
  if (now >= expiresAt) return null;
  const waitedMs = Math.max(firstAskS * 1000, now.getTime() - startedAt.getTime());
  return new Date(Math.min(now.getTime() + waitedMs, expiresAt.getTime()));
}

/** The next question when even the one at the deadline brought no answer: soon, within the grace; null: it is over, and nobody knows. */
export function askAgainAt(now: Date, expiresAt: Date, graceS: number): Date | null {
  const lastMs = expiresAt.getTime() + graceS * 1000;
  return now.getTime() >= lastMs ? null : new Date(Math.min(firstAskAt(now).getTime(), lastMs));
}
