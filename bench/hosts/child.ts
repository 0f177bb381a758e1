/** Starts a host of this folder as its own process: it says its url first, and speaks with us while it runs. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Host {
  url: string;
  pid: number;
  /** All it said first, its url among it. */
  hello: unknown;
  /** Sends it one message. */
  tell(message: object): void;
  hear(listener: (message: unknown) => void): void;
  stop(): Promise<void>;
}

/** `flags` are Node's own. */
export async function startHost(
  file: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Host> {
  const child = spawn(process.execPath, [...flags, '--import', 'tsx', join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const hello = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', said => resolve(said as { url: string }));
    child.once('exit', code => reject(new Error(`${file} ended with ${code}`)));
  });
  const exited = new Promise(resolve => child.once('exit', resolve));
  return {
    url: hello.url,
    hello,
    pid: child.pid!,
    tell: message => void child.send(message),
    hear: listener => void child.on('message', listener),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
