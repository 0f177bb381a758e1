/** Reads a written solution back: the three files of the public evaluator, blank-separated. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WrittenBundle {
  assignedMin: number;
  pickupMin: number;
  courier: string;
  orders: readonly string[];
}
export interface WrittenOrder {
  order: string;
  placedMin: number;
  readyMin: number;
  pickupMin: number;
  dropOffMin: number;
  courier: string;
}
export interface WrittenMove {
  courier: string;
  leftMin: number;
  from: string;
  to: string;
}
export interface Solution {
  bundles: WrittenBundle[];
  orders: WrittenOrder[];
  moves: WrittenMove[];
}

/** Throws where a file has another header than the evaluator expects. */
export function readSolution(folder: string): Solution {
  const bundles = lines(folder, 'solution_info_assignments.txt', 'assignment_time pickup_time courier orders');
  const orders = lines(
    folder,
    'solution_info_orders.txt',
    'order placement_time ready_time pickup_time dropoff_time courier',
  );
  const moves = lines(folder, 'solution_info_couriers.txt', 'courier departure_time origin destination');
  return {
    bundles: bundles.map(([assigned, pickup, courier, ...list]) => ({
      ...{ assignedMin: Number(assigned), pickupMin: Number(pickup), courier: courier!, orders: list },
    })),
    orders: orders.map(([order, placed, ready, pickup, dropOff, courier]) => ({
      ...{ order: order!, courier: courier!, placedMin: Number(placed), readyMin: Number(ready) },
      ...{ pickupMin: Number(pickup), dropOffMin: Number(dropOff) },
    })),
    moves: moves.map(([courier, left, from, to]) => ({
      ...{ courier: courier!, leftMin: Number(left), from: from!, to: to! },
    })),
  };
}

function lines(folder: string, file: string, expected: string): string[][] {
  const [header, ...rest] = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  if (header !== expected) throw new Error(`${file}: the header must be "${expected}", found "${header}"`);
  return rest.map(line => line.split(' '));
}
