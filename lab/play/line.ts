/** One line of progress: the clock, orders by state, couriers, how many are late. */
import type { Players } from './players.ts';
import type { Stage } from './stage.ts';

const everyMs = 1000;
/** On a terminal the line is written over; elsewhere one is written now and then. */
const quietEvery = 15;

export function startLine(stage: Stage, players: Players) {
  const isTerminal = process.stdout.isTTY === true;
  let ticks = 0;
  const show = () => {
    if (!isTerminal && ticks++ % quietEvery !== 0) return;
    process.stdout.write(isTerminal ? `\r\x1b[K${text(stage, players)}` : `${text(stage, players)}\n`);
  };
  const timer = setInterval(show, everyMs);
  return {
    stop() {
      clearInterval(timer);
      if (isTerminal) process.stdout.write('\n');
    },
  };
}

function text({ pace, ledger }: Stage, players: Players): string {
  const open = players.console.items();
  const states = new Map<string, number>();
  for (const { status } of open) states.set(status, (states.get(status) ?? 0) + 1);
  const now = pace.now();
  const late = open.filter(order => order.promisedAt !== null && new Date(order.promisedAt) < now).length;
  const clock = now.toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' });
  const shown = [...states].map(([state, count]) => `${state} ${count}`).join(' · ') || 'nothing open';
  return `${clock}  sent ${ledger.entries.size}  ${shown}  |  couriers ${players.onDuty()}  late ${late}`;
}
