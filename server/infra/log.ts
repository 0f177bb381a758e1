/** Structured logs by pino: ids and the classes of errors in clear, people never. */
import { isNativeError } from 'node:util/types';
import pino from 'pino';

const personal = [
  'phone',
  'name',
  'address',
  'token',
  'secret',
  'password',
  'authorization',
  'raw',
  'diner',
  'dropOff',
];

const hidden = '[hidden]';
const isErrorsName = ([first, second, third]: readonly string[]) =>
  first === 'err' && second === 'name' && third === undefined;

const isError = (thrown: unknown) => thrown instanceof Error || isNativeError(thrown);
/** The name of what was thrown and is no error may be a person's. */
function errorOf(thrown: unknown): unknown {
  if (isError(thrown)) return pino.stdSerializers.err(thrown as Error);
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? { ...thrown, name: hidden } : thrown;
}

const options = (level: string): pino.LoggerOptions => ({
  level,
  redact: {
    // An error's name is listed so that the censor hears whose name it is.
    paths: ['err.name', ...personal.flatMap(key => [key, `*.${key}`, `*.*.${key}`])],
    censor: (value, path) => (isErrorsName(path) ? value : hidden),
  },
  formatters: { level: label => ({ level: label }) },
  serializers: { err: errorOf },
});

/** `to`: where the lines go instead of the standard output. */
export const createLog = (level: string, to?: pino.DestinationStream) =>
  to ? pino(options(level), to) : pino(options(level));
export type Logger = pino.Logger;
