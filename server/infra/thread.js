/** First file of a worker thread: TypeScript sources need their loader here too, and a thread does not take it from the command line. */
import { workerData } from 'node:worker_threads';

if (workerData.file.endsWith('.ts')) {
  const { register } = await import('tsx/esm/api');
  register();
}
await import(workerData.file);
