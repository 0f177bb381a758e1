/** Starts a floor as its own process; it says its port in its first line. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Floor {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** `file` lies beside this one. */
export async function startFloor(file: string, args: readonly string[] = []): Promise<Floor> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', code => reject(new Error(`${file} ended with ${code}`)));
  });
  const exited = new Promise(resolve => child.once('exit', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
