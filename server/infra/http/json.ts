/** JSON from strangers: parsed, then walked once. Refuses what would surprise us later: depth, prototype keys, lossy numbers, broken text. */
/// <reference lib="es2024.string" />
import { isUtf8 } from 'node:buffer';
import { Fault } from '../faults.ts';

export const maxDepth = 64;
export interface Issue {
  path: string;
  message: string;
}

/** The value of a JSON text; throws `invalid` (broken JSON, or every forbidden thing in it, path by path). */
export const parseJson = (bytes: Buffer): unknown => parseText(textOf(bytes));

/** For who needs the text as well as its value; throws `invalid` when the bytes are no text. */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Fault('invalid', 'The body is not valid UTF-8');
  return bytes.toString('utf8');
}

/** As `parseJson`. */
export function parseText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault('invalid', `The body is not valid JSON: ${withoutExcerpt((error as Error).message)}`);
  }
  refuseForbidden(value);
  return value;
}

/** Throws `invalid` with every forbidden thing in a parsed value, path by path. */
export function refuseForbidden(value: unknown): void {
  const issues = forbiddenIn(value, ['body']);
  if (issues.length > 0) throw new Fault('invalid', 'The body holds what cannot be accepted', { issues });
}

/** Every forbidden thing in what a stranger wrote, whatever the format: the first hundred. */
export function forbiddenIn(value: unknown, path: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  walk(value, 0, [...path], issues);
  return issues;
}

/** Node quotes the text in some messages; a body may hold a person's data, so only the kind and place stay. */
const withoutExcerpt = (message: string) => message.replace(/,? ?(\.\.\.)?".*$/s, '').slice(0, 120);

function walk(value: unknown, depth: number, path: (string | number)[], issues: Issue[]): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) report(issues, path, 'holds half of a surrogate pair');
    return;
  }
  if (typeof value === 'number') {
    if (Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value))
      report(issues, path, 'is a number beyond 2^53; send it as a string');
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth) report(issues, path, `is nested deeper than ${maxDepth}`);
  else if (Array.isArray(value)) walkList(value, depth, path, issues);
  else walkFields(value as Record<string, unknown>, depth, path, issues);
}

function walkList(list: unknown[], depth: number, path: (string | number)[], issues: Issue[]): void {
  for (let i = 0; i < list.length; i++) {
    path.push(i);
    walk(list[i], depth + 1, path, issues);
    path.pop();
  }
}

function walkFields(fields: Record<string, unknown>, depth: number, path: (string | number)[], issues: Issue[]): void {
  for (const key in fields) {
    path.push(key);
    if (isForbidden(key)) report(issues, path, 'is a key that is not allowed');
    else if (!key.isWellFormed()) report(issues, path, 'is a key with half of a surrogate pair');
    walk(fields[key], depth + 1, path, issues);
    path.pop();
  }
}

const isForbidden = (key: string) => key === '__proto__' || key === 'constructor' || key === 'prototype';

function report(issues: Issue[], path: (string | number)[], message: string): void {
  if (issues.length < 100) issues.push({ path: path.join('.').toWellFormed().slice(0, 300), message });
}
