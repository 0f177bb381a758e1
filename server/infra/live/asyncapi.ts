/** AsyncAPI 3.0 from the views and actions: the docs are the schemas the sockets are spoken with. */
import { z } from 'zod';
import type { Policy } from '../../contract/access.ts';
import { fromScreen, fromServer, Refused } from '../../contract/events.ts';
import type { Action, View } from './view.ts';

export interface AsyncapiNeeds {
  views: readonly View[];
  actions: readonly Action[];
  title?: string;
  version?: string;
}
type Json = Record<string, unknown>;

/** The document of everything a screen may send and is sent. */
export function asyncapi({ views, actions, title = 'Huidan', version = '1' }: AsyncapiNeeds): object {
  const events = [...screenEvents(), ...serverEvents(), ...views.map(viewEvent), ...actions.map(actionEvent)];
  const channels: Json = {};
  const operations: Json = {};
  for (const event of events) {
    channels[event.id] = channelOf(event);
    operations[event.id] = operationOf(event);
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: `${title} live`,
      version,
      description:
        'One socket.io connection (websocket only, `auth: { token }`). A screen watches rooms: the snapshot is the truth, every ' +
        'push carries an item with its version, and the heartbeat the revision of each room. Answers come as socket.io acknowledgements.',
    },
    defaultContentType: 'application/json',
    servers: {
      live: {
        host: '{host}',
        pathname: '/socket.io',
        protocol: 'ws',
        variables: { host: { default: 'localhost:8080' } },
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels,
    operations,
    components: {
      schemas: { Refused: schemaOf(Refused, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/** One thing said on the socket; `answer` is its acknowledgement. `by` is who says it. */
interface SocketEvent {
  id: string;
  event: string;
  by: 'screen' | 'server';
  title: string;
  summary: string;
  payload: Json;
  answer?: Json | undefined;
  policy?: Policy;
}

const screenEvents = (): SocketEvent[] =>
  Object.entries(fromScreen).map(([event, { summary, payload, answer }]) => ({
    ...{ id: event, event, by: 'screen' as const, title: event, summary },
    payload: schemaOf(payload, 'input'),
    answer: orRefused(schemaOf(answer, 'output')),
  }));

const serverEvents = (): SocketEvent[] =>
  Object.entries(fromServer).map(([event, { summary, payload }]) => ({
    ...{ id: event, event, by: 'server' as const, title: event, summary },
    payload: schemaOf(payload, 'output'),
    ...(event === 'changed' ? { answer: seen } : {}),
  }));

/** What `changed` and a snapshot carry for this view. */
function viewEvent({ name, summary, policy, item, ack }: View): SocketEvent {
  const changed = schemaOf(fromServer.changed.payload, 'output');
  const properties = {
    ...(changed.properties as Json),
    view: { const: name },
    item: schemaOf(item, 'output'),
  };
  return {
    ...{ id: `view.${name}`, event: 'changed', by: 'server', title: `changed: ${name}`, policy },
    summary: ack ? `${summary}. A screen that shows it answers within ${ack.withinMs / 1000} s` : summary,
    payload: { ...changed, properties },
    ...(ack ? { answer: seen } : {}),
  };
}

/** `do` with this action's body and answer. */
function actionEvent({ name, summary, policy, body, answer }: Action): SocketEvent {
  return {
    ...{ id: `do.${name}`, event: 'do', by: 'screen', title: `do: ${name}`, summary, policy },
    payload: objectOf({ action: { const: name }, body: schemaOf(body, 'input') }),
    answer: orRefused(objectOf({ ok: { const: true }, answer: schemaOf(answer, 'output') })),
  };
}

const objectOf = (properties: Json): Json => ({ type: 'object', properties, required: Object.keys(properties) });
const orRefused = (answer: Json): Json => ({ anyOf: [answer, { $ref: '#/components/schemas/Refused' }] });
const seen = objectOf({ seen: { const: true } });

function channelOf({ id, event, title, summary, payload, answer }: SocketEvent): Json {
  const said = { name: event, title, summary, payload };
  const answered = answer && { name: `${event} answer`, title: `answer to ${title}`, payload: answer };
  return {
    address: event,
    title,
    messages: { [id]: said, ...(answered ? { [`${id}.answer`]: answered } : {}) },
  };
}

/** Seen from the server: what a screen says is received, what the server says is sent. */
function operationOf({ id, by, title, summary, answer, policy }: SocketEvent): Json {
  const channel = { $ref: `#/channels/${id}` };
  const message = (name: string) => ({ $ref: `#/channels/${id}/messages/${name}` });
  return {
    action: by === 'screen' ? 'receive' : 'send',
    ...{ channel, title, summary },
    messages: [message(id)],
    ...(answer ? { reply: { channel, messages: [message(`${id}.answer`)] } } : {}),
    ...(policy ? { 'x-policy': policyOf(policy) } : {}),
  };
}

const policyOf = (policy: Policy) =>
  policy.who === 'anyone' ? { anyone: policy.why } : { roles: [...policy.who], scope: policy.scope };

/** Draft 7, whole in itself; instants are text on the wire, whatever they are inside. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _schema, ...plain } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io,
    reused: 'inline',
    unrepresentable: 'any',
    override: ({ jsonSchema, zodSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return plain;
}
