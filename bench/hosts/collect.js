/** Loaded before the product where memory is measured: on a signal everything nobody holds is given back to the system. */
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
process.on('SIGUSR2', () => session.post('HeapProfiler.collectGarbage'));
