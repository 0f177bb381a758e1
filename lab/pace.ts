/** Simulated time in the lab, kept in step with the server's business clock. */

export interface Pace {
  readonly speed: number;
  now(): Date;
  /** Resolves when the business clock reaches `at`; at once when it has passed. */
  until(at: Date): Promise<void>;
  /** Resolves after this many simulated seconds. */
  pass(seconds: number): Promise<void>;
  /** Runs `tick` every so many simulated seconds (never more often than each 20 ms of wall time) until stopped. */
  every(seconds: number, tick: () => void): () => void;
}

const shortestTickMs = 20;

/** `businessAt` is what the server's clock said at this moment. */
export function createPace({ businessAt, speed }: { businessAt: Date; speed: number }): Pace {
  const wallStart = performance.now();
  const now = () => new Date(businessAt.getTime() + (performance.now() - wallStart) * speed);
  const wait = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, Math.max(0, ms)));
  return {
    speed,
    now,
    until: at => wait((at.getTime() - now().getTime()) / speed),
    pass: seconds => wait((seconds * 1000) / speed),
    every(seconds, tick) {
      const timer = setInterval(tick, Math.max(shortestTickMs, (seconds * 1000) / speed));
      return () => clearInterval(timer);
    },
  };
}
