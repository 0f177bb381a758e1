/** Runs the real server as a child process and talks to it only over loopback. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export interface RunningServer {
  url: string;
  pid: number;
  /** Ends it gracefully; answers its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** What it last wrote to its log, for when it dies. */
  lastWords(): string;
}

/** From its source; `npm run build` makes what runs without a loader. */
const fromSource = ['--import', 'tsx', 'server/main.ts'];

/** Starts the server with these settings and waits until it says it is ready; `program`: node's arguments. */
export async function startServer(
  env: Record<string, string>,
  { readyWithinMs = 30_000, program = fromSource }: { readyWithinMs?: number; program?: readonly string[] } = {},
): Promise<RunningServer> {
  const port = Number(env.HUIDAN_PORT ?? 0) || (await freePort());
  const child = spawn(process.execPath, [...program], {
    cwd: root,
    env: { ...inherited(), HUIDAN_LOG: 'warn', ...env, HUIDAN_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  const listen = (chunk: Buffer) => {
    words.push(chunk.toString());
    if (words.length > 200) words.splice(0, 100);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  // Whatever becomes of us, it holds no store and no port longer than we live.
  const orphan = () => void child.kill('SIGTERM');
  process.once('exit', orphan);
  // Closed is later than exited: by then its last words have been read.
  const exited = new Promise<number | null>(resolve => child.once('close', resolve));
  void exited.then(() => process.removeListener('exit', orphan));
  const ended = (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    return exited;
  };
  const url = `http://127.0.0.1:${port}`;
  await ready({ url, child, exited, withinMs: readyWithinMs, words });
  return {
    url,
    pid: child.pid!,
    stop: () => ended('SIGTERM'),
    kill: async () => void (await ended('SIGKILL')),
    lastWords: () => words.join('').slice(-4000),
  };
}

const inherited = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('HUIDAN_') && key !== 'MONGODB_URI'),
  );

async function ready({
  url,
  child,
  exited,
  withinMs,
  words,
}: {
  url: string;
  child: ChildProcess;
  exited: Promise<unknown>;
  withinMs: number;
  words: string[];
}) {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 30));
  }
  child.kill('SIGKILL');
  await exited;
  throw new Error(`The server did not become ready:\n${words.join('').slice(-4000)}`);
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
