/** Reading and writing a menu file as a job that a thread can do: plain data in, plain data out. */
import type { MenuBody } from '../../../contract/catalog.ts';
import { Fault } from '../../../infra/faults.ts';
import { type MenuFile, readMenuFile, writeMenuFile } from './file.ts';

/** `outletIds`: every outlet there is; none: a new installation, whose menu comes first. */
export interface ToRead {
  text: string;
  name: string;
  outletIds: readonly string[];
}
export interface ToWrite {
  menu: MenuBody;
  outlets: MenuFile['outlets'];
}
export type Job = { read: ToRead } | { write: ToWrite };
/** A file, its text, or why it is none. */
export type Done = { file: MenuFile } | { text: string } | { refused: string; about: Fault['about'] };

/** Is this an outlet? While there is none, any may become one. */
export const isAmong = (outletIds: readonly string[]) => (id: string) =>
  outletIds.length === 0 || outletIds.includes(id);

export function done(job: Job): Done {
  if ('write' in job) return { text: writeMenuFile(job.write.menu, job.write.outlets) };
  const { text, name, outletIds } = job.read;
  try {
    return { file: readMenuFile(text, name, isAmong(outletIds)) };
  } catch (error) {
    if (error instanceof Fault) return { refused: error.message, about: error.about };
    throw error;
  }
}
