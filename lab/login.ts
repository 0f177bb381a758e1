/** One login and its tokens: renewed shortly before they run out, whoever asks. */
import type { Tokens } from '../server/contract/access.ts';
import type { Wire } from '../server/contract/events.ts';
import type { Api } from './api.ts';

export interface Login {
  readonly id: string;
  /** A token that is good for at least half a minute more. */
  token(): Promise<string>;
}
const spareMs = 30_000;

export function createLogin(api: Api, first: Wire<Tokens>): Login {
  let tokens = first;
  let renewing: Promise<void> | null = null;
  const renew = async () => {
    tokens = await api.must<Wire<Tokens>>('POST', '/refresh', { body: { refreshToken: tokens.refreshToken } });
    renewing = null;
  };
  return {
    id: first.caller.id,
    async token() {
      if (Date.parse(tokens.expiresAt) - Date.now() < spareMs) {
        renewing ??= renew();
        await renewing;
      }
      return tokens.token;
    },
  };
}

export const logIn = async (api: Api, path: string, body: object): Promise<Login> =>
  createLogin(api, await api.must<Wire<Tokens>>('POST', path, { body }));
