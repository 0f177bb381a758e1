/** After the run: every order as the API tells it, and what the process used. */

import type { Wire } from '../../server/contract/events.ts';
import type { OrderLogEntry } from '../../server/contract/order-views.ts';
import { rounded } from '../figures.ts';
import type { Process, SeenOrder } from '../report.ts';
import type { Stage } from './stage.ts';

interface Page {
  orders: SeenOrder[];
  cursor: string | null;
}
const atOnce = 8;

/** All orders of the run with the instants their log tells. */
export async function readOrders({
  api,
  cast,
}: Pick<Stage, 'api'> & { cast: Pick<Stage['cast'], 'office'> }): Promise<SeenOrder[]> {
  const token = await cast.office.token();
  const found: SeenOrder[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await api.must(
      'GET',
      `/orders?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      { token },
    );
    found.push(...page.orders);
    cursor = page.cursor;
  }
  const read: SeenOrder[] = [];
  for (let from = 0; from < found.length; from += atOnce)
    read.push(
      ...(await Promise.all(
        found.slice(from, from + atOnce).map(async order => {
          const { entries } = await api.must<{ entries: Wire<OrderLogEntry>[] }>('GET', `/orders/${order.id}/log`, {
            token,
          });
          const at = (name: string) => entries.find(entry => entry.name === name)?.at ?? null;
          const assignedTimes = entries.filter(({ name }) => name === 'order.assigned').length;
          const acceptedAt = at('order.accepted');
          const rejectedFor = entries.find(({ name }) => name === 'order.rejected')?.data.reason ?? null;
          return {
            ...order,
            assignedTimes,
            acceptedAt,
            rejectedFor,
            readyAt: at('order.ready'),
            deliveredAt: at('order.delivered'),
          };
        }),
      )),
    );
  return read;
}

/** Processor time, memory and loop delay from the server's figures; the planner's from dispatch. */
export async function readProcess({ api, cast }: Stage) {
  const { body } = await api.ask<string>('GET', '/metrics');
  const value = (name: string) =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(String(body))?.[1] ?? 0);
  const process: Process = {
    cpuS: rounded(value('process_cpu_seconds_total')),
    rssMb: rounded(value('process_resident_memory_bytes') / 1e6, 1),
    loopP99Ms: rounded(value('nodejs_eventloop_lag_p99_seconds') * 1000),
  };
  const stats = { token: await cast.dispatcher.token() };
  const dispatch = await api.must<{ decisions: number; p50Ms: number; p99Ms: number }>('GET', '/dispatch/stats', stats);
  const { decisions, p50Ms, p99Ms } = dispatch;
  return { process, dispatch: { decisions, p50Ms: rounded(p50Ms), p99Ms: rounded(p99Ms) } };
}
