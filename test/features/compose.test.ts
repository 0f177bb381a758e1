/** The chain's installation as a file: it says what the server reads, and a stop reaches the server. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readConfig } from '../../server/config.ts';

interface Service {
  command: string[];
  init?: boolean;
  volumes?: string[];
  environment: Record<string, string>;
}
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const pack = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const { scripts, dependencies } = pack;
const processes = ['app1', 'app2'].map(name => services[name]!);
const filledIn = (text: string) => text.replace(/\$\{.*?\}/g, 'a value of more than thirty-two characters');

test('behind the balancer every process believes the address it is told, so that clients do not share one limit', () => {
  for (const { environment } of processes) {
    const values = Object.entries(environment).map(([name, value]) => [name, filledIn(value)]);
    expect(readConfig(Object.fromEntries(values))).toMatchObject({ trustProxy: true, host: '0.0.0.0' });
  }
});

test('the server itself is what a stop signals: started as npm start would, with what is installed for production', () => {
  for (const { command, init } of processes) {
    expect(command.slice(0, 2)).toEqual(['sh', '-c']);
    expect(command[2]).toBe(`npm ci --omit=dev && exec ${scripts!.start}`);
    // Before the server listens to signals, and while it is being installed, a first process would ignore them.
    expect(init).toBe(true);
  }
  expect(scripts!.start).toMatch(/^node .*--import tsx server\/main\.ts$/);
  expect(Object.keys(dependencies!)).toContain('tsx');
});

test('the balancer asks every process whether it is ready, and sends nobody to one that is not', () => {
  const balancer = read('Caddyfile');
  expect(services.balancer!.volumes).toEqual(['./Caddyfile:/etc/caddy/Caddyfile:ro']);
  expect(/reverse_proxy (.*) \{/.exec(balancer)?.[1]).toBe('app1:3000 app2:3000');
  expect(balancer).toMatch(/health_uri \/ready\n/);
  expect(balancer).toMatch(/lb_try_duration \d+s\n/);
});

test('the mini-program and the web have their places beside the server, in what is installed too', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { workspaces?: string[] }> };
  expect(pack.workspaces).toEqual(['miniprogram', 'web']);
  expect(packages['']!.workspaces).toEqual(pack.workspaces);
});
