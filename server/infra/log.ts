/** Structured logs by pino: ids in clear, people never. */
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

export const createLog = (level: string) =>
  pino({
    level,
    redact: { paths: personal.flatMap(key => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
    formatters: { level: label => ({ level: label }) },
  });
export type Logger = pino.Logger;
