/** What a decision says beside its candidates: who came second, by how much, and what would have changed it. */
import type { Candidate, Decision } from '../../../contract/decisions.ts';

type Compared = Pick<Decision, 'runnerUp' | 'marginS' | 'wouldChange'>;
type Priced = Candidate & { costS: number };

const isPriced = (candidate: Candidate): candidate is Priced => candidate.costS !== null;

/** From the candidates alone: nothing is said of a courier for whom there was no place. */
export function compared(candidates: readonly Candidate[], courierId: string | null): Compared {
  const chosen = candidates.find(candidate => candidate.courierId === courierId);
  const others = candidates.filter(isPriced).filter(candidate => candidate !== chosen);
  others.sort((a, b) => a.costS - b.costS);
  const second = others.find(({ rejected }) => rejected === null);
  const chosenS = chosen?.costS ?? null;
  return {
    runnerUp: second?.courierId ?? null,
    marginS: second && chosenS !== null ? Math.round(second.costS - chosenS) : null,
    wouldChange: others.map(other => changeFor(other, chosenS ?? other.costS)),
  };
}

const changeFor = ({ courierId, rejected, costS }: Priced, chosenS: number) => ({
  courierId,
  unless: rejected,
  ifCostFellByS: Math.max(0, Math.round(costS - chosenS)),
});
