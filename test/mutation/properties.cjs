/** For the mutation run only: few examples of each property, and one that fails has told enough; looking for the smallest would take most of the time. */
// @ts-nocheck: a name that only fast-check knows.
globalThis[Symbol.for('fast-check/GlobalParameters')] = { endOnFailure: true, numRuns: 15 };
