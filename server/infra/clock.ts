/** Business time: the wall clock, the wall clock run faster, or a clock the test turns by hand. Technical time-outs never use it. */
export interface Clock {
  /** The business instant. */
  now(): Date;
  /** Business seconds that pass per wall second; 0 for a clock turned by hand. */
  readonly speed: number;
  /** Sets when business time begins and how fast it runs (demos and replays only). */
}

export const wallClock = (): Clock => ({ now: () => new Date(), speed: 1 });

/** Starts at `startAt` and runs `speed` times as fast as the wall. */
export function scaledClock({ startAt, speed }: { startAt: Date; speed: number }): Clock {
  const wallStartMs = performance.now();
  return { now: () => new Date(startAt.getTime() + (performance.now() - wallStartMs) * speed), speed };
}

/** The business instant that many wall seconds from now: for a technical limit kept beside business times. A clock turned by hand passes them as its own. */
export const inWallS = (clock: Clock, seconds: number) =>
  new Date(clock.now().getTime() + seconds * 1000 * (clock.speed || 1));

/** A clock that stands until it is turned; `onTurn` hears of every turn (the schedule drains then). */
export function handClock(startAt: Date) {
  let at = startAt.getTime();
  const listeners: ((now: Date) => void)[] = [];
  return {
    speed: 0,
    now: () => new Date(at),
    onTurn: (listener: (now: Date) => void) => void listeners.push(listener),
    turn(seconds: number) {
      at += seconds * 1000;
      for (const listener of listeners) listener(new Date(at));
    },
  };
}
export type HandClock = ReturnType<typeof handClock>;
