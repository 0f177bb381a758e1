/** `--seed-menu FILE`: the chain's menu from a file, at the first start and whenever the file has changed since. */
import { readFileSync } from 'node:fs';
import type { App } from './app.ts';
import { Fault } from './infra/faults.ts';
import type { Logger } from './infra/log.ts';

/** Answers what is wrong with the file, a line each with its place and rule; nothing: it has been looked at. */
export async function seedMenu(file: string, { app, log }: { app: App; log: Logger }): Promise<string[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return [`${file} cannot be read: ${(error as Error).message}`];
  }
  // Not started yet: what the file is compared with is read first.
  await Promise.all([app.catalog.load(), app.outlets.ready()]);
  try {
    const seeded = await app.catalog.seedMenu(text, file);
    const replaced = seeded.outcome === 'taken' ? { replaced: seeded.replaced } : {};
    log[seeded.outcome === 'kept' ? 'warn' : 'info']({ file, ...replaced }, says[seeded.outcome]);
    return [];
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'invalid')) throw error;
    return (error.about.issues as { path: string; message: string }[]).map(({ path, message }) => `${path} ${message}`);
  }
}

const says = {
  taken: 'the menu is the one of the file',
  same: 'the file has not changed since it was last taken over: the menu stays as it is',
  kept: 'there was a menu before this file: it stays until the file changes; PUT /menu/file takes the file over now',
};
