/** Sends prepared requests as fast as answers come, or at a steady pace whatever the answers do; measures every answer. */
import { type Dispatcher, Pool } from 'undici';

export interface Shot {
  path: string;
  headers: Record<string, string>;
  body: string;
}
export interface Volley {
  /** Answers that were 2xx. */
  taken: number;
  failed: number;
  /** Wall seconds from the first to the last answer. */
  tookS: number;
  latenciesMs: number[];
  /** One of the failures, to be shown. */
  example: string | null;
}

export function createGun(url: string, connections: number) {
  const pool = new Pool(url, { connections, pipelining: 1 });

  const fire = (shot: Shot, done: (status: number, text: string) => void) => {
    let status = 0;
    let text = '';
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, code) {
        status = code;
      },
      onResponseData(_controller, chunk) {
        if (status >= 300) text += chunk.toString();
      },
      onResponseEnd: () => done(status, text),
      onResponseError: (_controller, error) => done(0, String(error)),
    };
    pool.dispatch({ method: 'POST', ...shot }, handler);
  };

  /** Records one answer into the volley. */
  const record = (volley: Volley, beganMs: number) => (status: number, text: string) => {
    volley.latenciesMs.push(performance.now() - beganMs);
    if (status >= 200 && status < 300) volley.taken++;
    else {
      volley.failed++;
      volley.example = `${status} ${text.slice(0, 300)}`;
    }
  };
  const fresh = (): Volley => ({ taken: 0, failed: 0, tookS: 0, latenciesMs: [], example: null });

  return {
    /** `connections` at once, the next as soon as one is answered, for so long or until the shots are used up. */
    flatOut(shots: readonly Shot[], forMs = Number.POSITIVE_INFINITY): Promise<Volley> {
      const volley = fresh();
      const beganMs = performance.now();
      let next = 0;
      let open = 0;
      return new Promise(resolve => {
        const go = () => {
          if (next >= shots.length || performance.now() - beganMs >= forMs) {
            if (open === 0) resolve({ ...volley, tookS: (performance.now() - beganMs) / 1000 });
            return;
          }
          const answered = record(volley, performance.now());
          open++;
          fire(shots[next++]!, (status, text) => {
            open--;
            answered(status, text);
            go();
          });
        };
        for (let i = 0; i < connections; i++) go();
      });
    },
    /** At a steady pace; the clock of a shot begins when it was due, so that a late sender hides nothing. */
    paced(shots: readonly Shot[], perS: number): Promise<Volley> {
      const volley = fresh();
      const beganMs = performance.now();
      let next = 0;
      let answered = 0;
      return new Promise(resolve => {
        const tick = () => {
          const dueNow = Math.min(shots.length, Math.floor(((performance.now() - beganMs) / 1000) * perS));
          for (; next < dueNow; next++) {
            const record1 = record(volley, beganMs + (next / perS) * 1000);
            fire(shots[next]!, (status, text) => {
              record1(status, text);
              if (++answered === shots.length) resolve({ ...volley, tookS: (performance.now() - beganMs) / 1000 });
            });
          }
          if (next < shots.length) setTimeout(tick, 1);
        };
        tick();
      });
    },
    close: () => pool.destroy(),
  };
}
export type Gun = ReturnType<typeof createGun>;
