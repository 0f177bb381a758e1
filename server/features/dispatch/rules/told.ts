/** Costs as a decision tells them. */
import { type CostTerm, type CostTerms, costTerms } from '../../../contract/decisions.ts';

/** To a tenth. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Cost seconds to a tenth, in the order of their names; what is nought is left out. */
export function told(terms: Partial<Record<CostTerm, number>>): CostTerms {
  const list: CostTerms = {};
  for (const term of costTerms) {
    const seconds = tenth(terms[term] ?? 0);
    if (seconds !== 0) list[term] = seconds;
  }
  return list;
}
