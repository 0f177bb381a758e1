/** The one sink of faults at the HTTP edge: whatever was thrown becomes a status and a Problem, and nothing else leaks. */
import { z } from 'zod';
import { Fault } from '../faults.ts';
import type { Issue } from './json.ts';

export interface Refusal {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: {
    error: { code: string; message: string; requestId: string; issues?: Issue[]; about?: Record<string, unknown> };
  };
  /** Something a person must look at. */
  unexpected: boolean;
}

const none: Readonly<Record<string, string>> = {};

/** What to answer for anything thrown. Unexpected errors keep their message to the log. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof Fault) return ofFault(error, requestId);
  if (error instanceof z.ZodError) return ofFault(invalid(issuesOf(error, '')), requestId);
  if (isStoreTrouble(error)) return ofFault(new Fault('unavailable', 'The store cannot answer just now'), requestId);
  const body = { error: { code: 'internal', message: 'Something went wrong on our side', requestId } };
  return { status: 500, headers: none, body, unexpected: true };
}

function headersOf(retryS: number | null, allowed: unknown): Readonly<Record<string, string>> {
  if (Array.isArray(allowed)) return { Allow: allowed.join(', ') };
  return retryS === null ? none : { 'Retry-After': String(Math.max(1, Math.ceil(retryS))) };
}

export const invalid = (issues: Issue[]) => new Fault('invalid', 'The request is not valid', { issues });

function ofFault(fault: Fault, requestId: string): Refusal {
  const { issues, retryAfterS, ...about } = fault.about;
  const retryS = typeof retryAfterS === 'number' ? retryAfterS : fault.code === 'unavailable' ? 1 : null;
  const error = {
    code: fault.code,
    message: fault.message,
    requestId,
    ...(Array.isArray(issues) ? { issues: issues as Issue[] } : {}),
    ...(Object.keys(about).length > 0 ? { about } : {}),
  };
  return { status: fault.status, headers: headersOf(retryS, about.allowed), body: { error }, unexpected: false };
}

/** Every issue, path by path; of a union the branch that came closest. */
export function issuesOf(error: z.ZodError, where: string): Issue[] {
  return error.issues.flatMap(issue => flat(issue, where ? [where] : []));
}

function flat(issue: z.core.$ZodIssue, above: PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = issue.errors.reduce((best, next) => (depthOf(next) > depthOf(best) ? next : best));
    if (closest.length > 0) return closest.flatMap(inner => flat(inner, path));
  }
  return [{ path: path.map(String).join('.').toWellFormed().slice(0, 300), message: issue.message }];
}

const depthOf = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map(issue => issue.path.length));

/** Engines name their own troubles; a caller only learns that it should come back. */
function isStoreTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  return (
    /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|LOCKED)/.test(code) ||
    code === 'ENOSPC' ||
    /^Mongo(ServerSelection|Network|NotConnected|TopologyClosed|PoolClosed|WriteConcern)/.test(error.name)
  );
}
