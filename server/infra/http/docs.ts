/** The page at /docs: swagger-ui's own files, nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { Fault } from '../faults.ts';
import { Reply, type Route, route } from './route.ts';

const types = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>Huidan API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"><link rel="icon" href="/docs/favicon-32x32.png">
</head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;
const start = `window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true, docExpansion: 'none' });\n`;
const loosened = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'",
};
const policy = { who: 'anyone', why: 'the public description of the interface' } as const;

export function docsRoutes(): Route[] {
  const held = new Map<string, Promise<Buffer>>();
  const fileOf = (name: string) => held.get(name) ?? held.set(name, readFile(path.join(folder(), name))).get(name)!;
  return [
    route({
      method: 'get',
      path: '/docs',
      tag: 'System',
      summary: 'A page to read and try the interface',
      policy,
      answer: z.string(),
      answerType: 'text/html',
      handler: () => new Reply(200, page, { 'Content-Type': 'text/html; charset=utf-8', ...loosened }),
    }),
    route({
      method: 'get',
      path: '/docs/:file',
      tag: 'System',
      summary: 'What the page is made of',
      policy,
      params: z.object({ file: z.string().max(100) }),
      answer: z.unknown(),
      answerType: '*/*',
      example: { params: { file: 'start.js' } },
      handler: async ({ params: { file } }) => {
        if (file === 'start.js') return asset(start, 'text/javascript; charset=utf-8');
        if (!Object.hasOwn(types, file)) throw new Fault('not_found', 'There is no such file');
        return asset(await fileOf(file), types[file as keyof typeof types]);
      },
    }),
  ];
}

const asset = (body: string | Buffer, type: string) =>
  new Reply(200, body, { 'Content-Type': type, 'Cache-Control': 'public, max-age=86400' });

const folder = () => path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
