/** Whether the store can be written, by its last commit; the operator hears once when that ends and once when it is so again. */
export interface StoreLog {
  error(about: object, message: string): void;
  info(about: object, message: string): void;
}

export function createHealth(log?: StoreLog) {
  let lastFailure: string | null = null;
  return {
    isWell: () => lastFailure === null,
    /** What the last commit failed of; null: it did not. The engine's own words are for the log. */
    judge(failure: string | null) {
      if (failure !== null && failure !== lastFailure) log?.error({ why: failure }, 'the store cannot be written');
      if (failure === null && lastFailure !== null) log?.info({}, 'the store can be written again');
      lastFailure = failure;
    },
  };
}
