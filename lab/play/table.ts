/** The report as a table a person can read. */
import type { Report } from '../report.ts';

export function printed({ orders, minutes, latencyMs, screens, dispatch, process, ...rest }: Report): string {
  const { clickToDoor } = minutes;
  const rows: [string, string][] = [
    ['simulated / wall', `${rest.simulatedMin} min / ${rest.wallS} s`],
    ['messages sent / answered', `${orders.sent} / ${orders.answered}`],
    ['orders stored', `${orders.stored}  (${named(orders.byChannel)})`],
    [
      'delivered / cancelled / rejected / open',
      `${orders.delivered} / ${orders.cancelled} / ${orders.rejected} / ${orders.open}`,
    ],
    ['lost / duplicated', `${orders.lost} / ${orders.duplicated}`],
    ['click to door, minutes', `mean ${clickToDoor.mean}  p50 ${clickToDoor.p50}  p90 ${clickToDoor.p90}`],
    ['over the fastest possible, minutes', String(minutes.excess)],
    ['later than promised', `${minutes.latePct} %`],
    ['answered within, ms', `p50 ${latencyMs.ack.p50}  p99 ${latencyMs.ack.p99}  p99.9 ${latencyMs.ack.p999}`],
    ['order to kitchen screen, ms', `p50 ${latencyMs.orderToKitchen.p50}  p99 ${latencyMs.orderToKitchen.p99}`],
    ['route to courier, ms', `p50 ${latencyMs.routeToCourier.p50}  p99 ${latencyMs.routeToCourier.p99}`],
    ['screens checked / wrong', `${screens.checked} / ${screens.wrong}`],
    ['dispatch', `${dispatch.decisions} decisions  p50 ${dispatch.p50Ms} ms  p99 ${dispatch.p99Ms} ms`],
    ['server process', `${process.cpuS} s CPU  ${process.rssMb} MB  loop p99 ${process.loopP99Ms} ms`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return ['', ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`), ''].join('\n');
}

const named = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
