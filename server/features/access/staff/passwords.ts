/** Passwords by argon2id. An unknown login costs the same time as a wrong password. */
import { hash, verify } from '@node-rs/argon2';

let decoy: Promise<string> | undefined;

export const hashPassword = (password: string) => hash(password);

/** False for a wrong password, and for an account that has none (after the time a check takes). */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (passwordHash) return verify(passwordHash, password).catch(() => false);
  decoy ??= hash('nobody has this password');
  await verify(await decoy, password);
  return false;
}
