/** Writes the three solution files as the public evaluator reads them, and summary.json beside them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from './figures.ts';
import type { Instance } from './instance.ts';
import type { Played } from './simulate.ts';

export function writeSolution(folder: string, instance: Instance, { played, summary }: Result) {
  const { orders, couriers } = instance;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly (readonly (string | number)[])[]) =>
    writeFileSync(join(folder, name), `${lines.map(line => line.join(' ')).join('\n')}\n`);
  write('solution_info_assignments.txt', [
    ['assignment_time', 'pickup_time', 'courier', 'orders'],
    ...played.bundles.map(bundle => [
      ...[bundle.assignedMin, bundle.pickupMin, couriers[bundle.courier]!.id],
      ...bundle.orders.map(no => orders[no]!.id),
    ]),
  ]);
  write('solution_info_orders.txt', [
    ['order', 'placement_time', 'ready_time', 'pickup_time', 'dropoff_time', 'courier'],
    ...orders
      .filter(({ no }) => played.carrier[no]! >= 0)
      .map(({ no, id, placedMin, readyMin }) => [
        ...[id, placedMin, readyMin, played.pickedUpMin[no]!, played.deliveredMin[no]!],
        couriers[played.carrier[no]!]!.id,
      ]),
  ]);
  write('solution_info_couriers.txt', [
    ['courier', 'departure_time', 'origin', 'destination'],
    ...played.moves.map(({ courier, atMin, from, to }) => [couriers[courier]!.id, atMin, from, to]),
  ]);
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
}
interface Result {
  played: Played;
  summary: Summary;
}
