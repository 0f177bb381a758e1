/** Loaded before the product where memory is measured: on a signal everything that nobody holds, in the threads too, is given back to the system. */
import { Session } from 'node:inspector';

const session = new Session();
session.connect();

/** @type {Set<string>} */
const threads = new Set();
session.on('NodeWorker.attachedToWorker', ({ params }) => threads.add(params.sessionId));
session.on('NodeWorker.detachedFromWorker', ({ params }) => threads.delete(params.sessionId));
session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });

const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
process.on('SIGUSR2', () => {
  for (const sessionId of threads) session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
  session.post('HeapProfiler.collectGarbage');
});
