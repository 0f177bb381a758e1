/** The planner's thread: takes a problem, answers a plan. */
import { serveWorker } from '../../../infra/workers.ts';
import { plan } from '../solver/plan.ts';
import type { Problem } from './types.ts';

serveWorker(body => ({ body: plan((body as { problem: Problem }).problem), transfer: [] }));
