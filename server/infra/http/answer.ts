/** Writes answers: security headers once computed, JSON in one piece, packed when asked for and worth it. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Exchange } from './exchange.ts';
import type { Reply } from './route.ts';

const pack = { gzip: promisify(gzip), br: promisify(brotliCompress) } as const;
const quickBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
/** Below this, packing costs more than it saves. */
const packFromBytes = 1024;
const json = 'application/json; charset=utf-8';

/** An API has nothing to frame, run or sniff; the docs page loosens its own policy. */
const security: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-site',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'Cache-Control': 'no-store',
};
const plain = Object.entries(security).flat();

export type Answer = Pick<Reply, 'status' | 'body' | 'headers'>;

/** Sends the answer and ends the exchange. `closing`: the process is stopping, keep-alive ends here. */
export async function send(exchange: Exchange, answer: Answer, closing: boolean): Promise<void> {
  const { res } = exchange;
  if (res.headersSent || res.destroyed) return;
  const { bytes, type } = encode(answer.body);
  const headers = headersOf(answer.headers, exchange.requestId);
  if (type && !has(answer.headers, 'content-type')) headers.push('Content-Type', type);
  if (closing) headers.push('Connection', 'close');
  const how = bytes.length > packFromBytes ? packingFor(exchange.req.headers['accept-encoding']) : null;
  const body = how ? await packed(bytes, how) : bytes;
  if (bytes.length > packFromBytes) headers.push('Vary', varied(res.getHeader('Vary')));
  if (how) headers.push('Content-Encoding', how);
  if (answer.status !== 204) headers.push('Content-Length', String(Buffer.byteLength(body)));
  write(exchange, answer.status, { headers, body });
}

function write({ res, method }: Exchange, status: number, out: { headers: string[]; body: string | Buffer }): void {
  res.writeHead(status, out.headers);
  res.end(method === 'HEAD' ? undefined : out.body);
}

function encode(body: unknown): { bytes: string | Buffer; type: string | null } {
  if (body === undefined || body === null) return { bytes: '', type: null };
  if (Buffer.isBuffer(body)) return { bytes: body, type: 'application/octet-stream' };
  if (typeof body === 'string') return { bytes: body, type: 'text/plain; charset=utf-8' };
  return { bytes: JSON.stringify(body), type: json };
}

/** A header of the answer's own replaces the standing one. */
function headersOf(own: Readonly<Record<string, string>>, requestId: string): string[] {
  const names = Object.keys(own);
  if (names.length === 0) return [...plain, 'X-Request-Id', requestId];
  const kept = Object.entries(security).filter(([name]) => !has(own, name));
  return [...kept.flat(), ...Object.entries(own).flat(), 'X-Request-Id', requestId];
}

/** What was said before us (by CORS: the origin) stands. */
const varied = (held: unknown) => (held ? `${String(held)}, Accept-Encoding` : 'Accept-Encoding');

const has = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.keys(headers).some(key => key.toLowerCase() === name.toLowerCase());

function packingFor(accepts: string | string[] | undefined): keyof typeof pack | null {
  const text = String(accepts ?? '');
  if (/\bgzip\b(?!;\s*q=0(\.0*)?(,|$))/.test(text)) return 'gzip';
  return /\bbr\b(?!;\s*q=0(\.0*)?(,|$))/.test(text) ? 'br' : null;
}

const packed = (bytes: string | Buffer, how: keyof typeof pack): Promise<Buffer> =>
  how === 'gzip' ? pack.gzip(bytes) : pack.br(bytes, quickBrotli);
