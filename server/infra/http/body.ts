/** The body of a request, read by hand: bounded, unpacked when packed, bytes kept as they came. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Fault } from '../faults.ts';

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) } as const;
const empty = Buffer.alloc(0);
/** A body this many times over the limit is not even waited for. */
const patience = 16;

/** The other side went away before it had said everything; nobody is left to answer. */
export class Gone extends Error {}

const tooLarge = (limitBytes: number) => new Fault('too_large', `The body is over ${limitBytes} bytes`);

/** The whole body, unpacked, at most `limitBytes`; throws `too_large` or `invalid`. */
export async function readBody(req: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const headers = req.headers;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return empty;
  const bytes = await collect(req, limitBytes);
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes;
  return unpack(bytes, encoding, limitBytes);
}

/** Reads on over the limit without keeping, so that the sender hears the answer instead of a reset. */
function collect(req: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else if (size > limitBytes * patience) reject(tooLarge(limitBytes));
      else chunks.length = 0;
    });
    req.on('end', () => {
      if (size > limitBytes) reject(tooLarge(limitBytes));
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    // Every request closes in the end; making an error for each would cost more than reading it.
    req.on('close', () => req.complete || reject(new Gone('The sender has gone')));
    req.on('error', () => reject(new Gone('The sender has gone')));
  });
}

async function unpack(bytes: Buffer, encoding: string, limitBytes: number): Promise<Buffer> {
  const unpacker = unpackers[encoding.toLowerCase() as keyof typeof unpackers];
  if (!unpacker) throw new Fault('invalid', 'Content-Encoding is not one of gzip, deflate, br');
  try {
    return await unpacker(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limitBytes);
    throw new Fault('invalid', `The body is not valid ${encoding.toLowerCase()}`);
  }
}
