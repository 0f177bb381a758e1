/** Where a MongoDB server may come from, the most real one first. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';

export interface Server {
  /** As it is shown: what it is and its version. */
  name: string;
  uri: string;
  kind: 'mongod' | 'stand-in';
  stop(): Promise<void>;
}
const downloadMs = 60_000;

/** A configured server is the only one asked: who names one wants to know about that one. */
export async function findServer(): Promise<Server | null> {
  for (const attempt of process.env.MONGODB_URI ? [configured] : [onThisMachine, downloaded, standIn]) {
    const server = await attempt().catch((error: unknown) => {
      console.log(`${attempt.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      return null;
    });
    if (server) return server;
  }
  return null;
}

async function versionAt(uri: string): Promise<string> {
  const connection = mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5000 });
  await connection.asPromise();
  const { version } = await connection.db!.admin().buildInfo();
  await connection.close();
  return String(version);
}

async function configured(): Promise<Server> {
  const uri = process.env.MONGODB_URI!;
  return { name: `the configured MongoDB ${await versionAt(uri)}`, uri, kind: 'mongod', stop: async () => undefined };
}

/** A replica set of one: change streams need one. */
async function onThisMachine(): Promise<Server | null> {
  const found = has('mongod', '--version');
  return found ? startMongod('mongod', 'the machine’s own') : null;
}

async function downloaded(): Promise<Server | null> {
  const { MongoBinary } = await import('mongodb-memory-server-core');
  const late = new Promise<never>((_, fail) =>
    setTimeout(() => fail(new Error('the download took too long')), downloadMs).unref(),
  );
  const binary = await Promise.race([MongoBinary.getPath({ version: '7.0.24' }), late]);
  return startMongod(binary, 'a downloaded');
}

async function startMongod(binary: string, whose: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-mongod-'));
  const port = await freePort();
  const child = spawn(
    binary,
    ['--dbpath', folder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'rs0'],
    {
      stdio: 'ignore',
    },
  );
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const uri = `mongodb://127.0.0.1:${port}/huidan?directConnection=true`;
  try {
    await initiate(uri, port);
    return { name: `${whose} MongoDB ${await versionAt(uri)}`, uri, kind: 'mongod', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function initiate(uri: string, port: number): Promise<void> {
  const connection = await mongoose
    .createConnection(uri, { serverSelectionTimeoutMS: 20_000, readPreference: 'primaryPreferred' })
    .asPromise();
  const admin = connection.db!.admin();
  await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
  for (let primary = false; !primary; ) {
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    primary = isWritablePrimary === true;
    if (!primary) await new Promise(resolve => setTimeout(resolve, 100));
  }
  await connection.close();
}

/** Speaks the wire protocol only; what it lacks is written in the suite. */
async function standIn(): Promise<Server | null> {
  if (!has('java', '-version') || !has('mvn', '-version')) return null;
  const folder = join(import.meta.dirname, 'stand-in');
  execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=target/lib'], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 240_000,
  });
  const child = spawn('java', ['-cp', 'target/lib/*', 'StandIn.java'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', code => reject(new Error(`the stand-in ended with ${code}`)));
  });
  const uri = `mongodb://127.0.0.1:${port}/huidan?directConnection=true&retryWrites=false`;
  return {
    name: 'mongo-java-server 1.47.0, a wire-compatible stand-in (no MongoDB server could be had)',
    uri,
    kind: 'stand-in',
    stop: () => ended(child),
  };
}

function has(command: string, flag: string): boolean {
  try {
    execFileSync(command, [flag], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const ended = (child: ChildProcess) =>
  new Promise<void>(resolve => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

const freePort = () =>
  new Promise<number>(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
