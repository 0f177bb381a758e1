/** The one secret behind tokens and sealed keys: from the configuration, or made once and kept in the store for all processes. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from '../../../infra/faults.ts';
import type { AccessStore } from '../store.ts';

/** `start` loads or makes the secret; nothing works before. */
export function createSecrets({ store, configured }: { store: AccessStore; configured: string | undefined }) {
  let held: ReturnType<typeof derive> | null = null;
  const keys = () => {
    if (!held) throw new Fault('unavailable', 'The keys are not loaded yet');
    return held;
  };
  return {
    async start() {
      held = derive(configured ?? (await sharedSecret(store)));
    },
    kid: () => keys().kid,
    tokenKey: () => keys().token,
    /** A short proof that we made this text. */
    proof: (text: string) => createHmac('sha256', keys().refresh).update(text).digest('base64url'),
    seal: (text: string) => seal(keys().seal, text),
    /** Throws when it was sealed under another secret. */
    unseal: (sealed: string) => unseal(keys().seal, sealed),
  };
}
export type Secrets = ReturnType<typeof createSecrets>;

/** Whoever inserts first decides; the others use what stands there. */
async function sharedSecret(store: AccessStore): Promise<string> {
  const held = await store.secrets.get('main');
  if (held) return held.secret;
  const made = {
    id: 'main',
    version: 1,
    kid: randomBytes(4).toString('hex'),
    secret: randomBytes(48).toString('base64url'),
  };
  const inserted = await store.secrets.insert(made);
  return inserted.inserted ? made.secret : inserted.existing.secret;
}

/** One key per purpose, so that none can stand in for another. */
function derive(secret: string) {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'huidan', purpose, 32));
  const kid = createHash('sha256').update(key('kid')).digest('hex').slice(0, 8);
  return { kid, token: key('token'), refresh: key('refresh'), seal: key('seal') };
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}
