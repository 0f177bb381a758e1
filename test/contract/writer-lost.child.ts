/** A process that would live on although its store's writer cannot. */
import { createCommits } from '../../server/infra/store/sqlite/commits.ts';

const log = { error: () => undefined, info: () => undefined };
createCommits({ file: process.argv[2]!, log });
setTimeout(() => process.exit(0), 10_000);
