/** Names that become keys of documents: none that every object has already, because it would be found where nobody put it. */
import { z } from 'zod';
import { Id } from './common.ts';

const everywhere = new Set(Object.getOwnPropertyNames(Object.prototype));
const isFree = (name: string) => !everywhere.has(name);
const message = 'is a name that every object has already; choose another';

/** A text that may become a key. */
export const keyOf = (name: z.ZodString) => name.refine(isFree, { message });
export const Key = keyOf(Id);

/** A record whose keys others have chosen. */
export const keyed = <V extends z.ZodType>(value: V) =>
  z.record(z.string(), value).superRefine((record, issues) => {
    for (const key of Object.keys(record).filter(name => !isFree(name)))
      issues.addIssue({ code: 'custom', path: [key], message });
  });

/** What stands under a name that others have chosen. */
export const under = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
