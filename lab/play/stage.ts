/** What every bot is given: the city, the clock, the API, the ledger and its own luck. */
import type { Api } from '../api.ts';
import type { Script } from '../city/script.ts';
import type { Ledger } from '../ledger.ts';
import type { Login } from '../login.ts';
import type { Pace } from '../pace.ts';
import type { MeituanApp } from '../platforms/meituan.ts';
import type { Rng } from '../rng.ts';

/** Logins and keys that the set-up made. */
export interface Cast {
  office: Login;
  agent: Login;
  dispatcher: Login;
  /** By outlet id. */
  screens: Map<string, Login>;
  /** By courier id. */
  couriers: Map<string, Login>;
  openKey: { keyId: string; secret: string };
  meituan: MeituanApp;
}

export interface Stage {
  script: Script;
  api: Api;
  pace: Pace;
  ledger: Ledger;
  rng: Rng;
  cast: Cast;
  /** Simulated minutes since the script began → instant. */
  at(minute: number): Date;
  /** Something a bot did not expect; the run is not clean then. */
  complain(what: string): void;
}
