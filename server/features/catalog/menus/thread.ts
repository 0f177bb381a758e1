/** The thread for large menu files. */
import { serveWorker } from '../../../infra/workers.ts';
import { done, type Job } from './work.ts';

serveWorker(job => ({ body: done(job as Job), transfer: [] }));
