/** One figure: what was measured, against which floor of the same run, and whether it is within its limit. */
export interface Line {
  name: string;
  value: number;
  unit: string;
  /** The same measured on the floor in the same run. */
  floor?: number;
  /** value ÷ floor. */
  ratio?: number;
  limit: number;
  ok: boolean;
}

const rounded = (value: number) => Number(value.toPrecision(4));

/** At most `limit` times the floor. */
export function againstFloor(name: string, unit: string, { value, floor, limit }: Figure): Line {
  const ratio = value / floor;
  return { name, value: rounded(value), unit, floor: rounded(floor), ratio: rounded(ratio), limit, ok: ratio <= limit };
}
interface Figure {
  value: number;
  floor: number;
  limit: number;
}

/** At least this much. */
export const atLeast = (name: string, unit: string, { value, limit }: Omit<Figure, 'floor'>): Line => ({
  ...{ name, value: rounded(value), unit, limit },
  ok: value >= limit,
});

/** At most this much. */
export const atMost = (name: string, unit: string, { value, limit }: Omit<Figure, 'floor'>): Line => ({
  ...{ name, value: rounded(value), unit, limit },
  ok: value <= limit,
});

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value below which this share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}
