/** OpenAPI 3.1 from the list of routes: the docs are the schemas the requests are parsed with. */
import { z } from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { Problem } from '../../contract/common.ts';
import type { Route } from './route.ts';

/** The document of all routes. */
export function openapi(routes: readonly Route[]): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = docPath(route.path);
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  const document = {
    openapi: '3.1.0' as const,
    info: { title: 'Huidan', version: '1', description: 'The ordering backend of a restaurant chain.' },
    tags: [...new Set(routes.map(route => route.tag))].sort().map(name => ({ name })),
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
  return createDocument(document, { ...options });
}

/** `/orders/:id` is `/orders/{id}` in the document. */
export const docPath = (path: string) => path.replace(/[:*](\w+)/g, '{$1}');

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { policy } = route;
  const isOpen = policy.who === 'anyone';
  return {
    tags: [route.tag],
    summary: route.summary,
    operationId: `${route.method}${route.path.replace(/[^\w]+(\w)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase())}`,
    security: isOpen ? [] : [{ bearer: [] }],
    'x-policy': isOpen ? { anyone: policy.why } : { roles: [...policy.who], scope: policy.scope },
    requestParams: parametersOf(route),
    ...(hasBody(route) ? { requestBody: bodyOf(route) } : {}),
    responses: responsesOf(route),
  };
}

const hasBody = (route: Route) => route.method !== 'get' && (route.body !== undefined || route.raw === true);

function bodyOf(route: Route): NonNullable<ZodOpenApiOperationObject['requestBody']> {
  const schema = route.body ?? z.unknown().meta({ description: 'As the platform sends it; its bytes are signed' });
  const example = route.example?.body;
  const type = typeof example === 'string' && route.raw ? 'application/x-www-form-urlencoded' : 'application/json';
  return { required: true, content: { [type]: { schema, ...(example === undefined ? {} : { example }) } } };
}

function parametersOf(route: Route): NonNullable<ZodOpenApiOperationObject['requestParams']> {
  const inPath = [...route.path.matchAll(/[:*](\w+)/g)].map(match => match[1]!);
  const plain = z.object(Object.fromEntries(inPath.map(name => [name, z.string()])));
  const path = (route.params as z.ZodObject | undefined) ?? plain;
  const parameters: NonNullable<ZodOpenApiOperationObject['requestParams']> = {};
  if (inPath.length > 0) parameters.path = path;
  if (route.query) parameters.query = route.query as z.ZodObject;
  if (route.method !== 'get' && route.policy.who !== 'anyone') parameters.header = headersOf(route);
  return parameters;
}

const described = (description: string) => z.string().max(200).optional().meta({ description });
const key = { 'Idempotency-Key': described('The same key gets the same answer again') };
const match = {
  'If-Match': described(
    'The version that was seen, in quotes: another one is a 409 with the state as it is in `about.current`',
  ),
};
const headersOf = ({ idempotent, current }: Route) =>
  z.object({ ...(idempotent === false ? {} : key), ...(current ? match : {}) });

const meanings: Readonly<Record<string, string>> = {
  400: 'The request is not valid; every issue is listed',
  401: 'No valid token',
  403: 'Not allowed for this caller',
  404: 'There is no such thing for this caller',
  409: 'Conflicts with the current state, which is in `about`',
  413: 'The body is over the limit',
  429: 'Too many requests; see Retry-After',
  503: 'The store cannot answer just now; see Retry-After',
};

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const responses: Record<string, ZodOpenApiResponseObject> = {
    [String(route.status ?? 200)]: succeeded(route, 'Done'),
  };
  for (const status of refusalsOf(route)) responses[String(status)] = refused(meanings[status]!);
  for (const [status, { means, answer }] of Object.entries(route.also ?? {}))
    responses[status] =
      Number(status) >= 400 ? refused(means) : succeeded({ ...route, ...(answer ? { answer } : {}) }, means);
  return responses as ZodOpenApiResponsesObject;
}

const succeeded = ({ answer, answerType = 'application/json' }: Route, description: string) => ({
  description,
  content: { [answerType]: { schema: answer } },
});
const refused = (description: string) => ({ description, content: { 'application/json': { schema: Problem } } });

function refusalsOf(route: Route): number[] {
  const isOpen = route.policy.who === 'anyone';
  const writes = route.method !== 'get';
  return [400, ...(isOpen ? [] : [401, 403]), 404, ...(writes ? [409, 413] : []), 429, 503];
}

/** Instants are text on the wire, whatever they are inside. */
const options: CreateDocumentOptions = {
  allowEmptySchema: { unknown: true, any: true, custom: true, transform: true, date: true },
  override: ({ jsonSchema, zodSchema }) => {
    const { def } = zodSchema._zod;
    if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    if (def.type === 'pipe' && isInstant(def.in)) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  },
};

const isInstant = (schema: z.core.$ZodType) =>
  schema._zod.def.type === 'string' && (schema._zod.def as { format?: string }).format === 'datetime';
