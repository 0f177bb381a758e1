/** How long a plan is searched for, and how early it is shown. */
export interface ReplanSettings {
  /** Milliseconds of search right after something happened, and by the clock. */
  eventBudgetMs: number;
  budgetMs: number;
  /** What need not leave within this time is not promised to anybody yet; business seconds. */
  commitS: number;
}
export const replanSettings: ReplanSettings = {
  eventBudgetMs: 5,
  budgetMs: 40,
  commitS: 90,
};
