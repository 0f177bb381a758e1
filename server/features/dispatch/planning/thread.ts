/** The planner's thread: takes a problem, answers a plan and what is wrong with it. */
import { serveWorker } from '../../../infra/workers.ts';
import { type Asked, answerTo } from './solving.ts';

serveWorker(body => {
  const answer = answerTo(body as Asked);
  const { routes, unplanned, why } = answer.plan;
  return { body: answer, transfer: [routes.buffer, unplanned.buffer, why.buffer] };
});
