/** Doing something on a socket whose refusal is an answer, not an accident. */
import { Refusal } from './room.ts';

/** Null: done. A refusal's code, `lost` when no answer came (the connection broke). */
export async function refusedBecause(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.code : 'lost';
  }
}
