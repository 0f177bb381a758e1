/** The socket's document: valid by the standard's own parser, and nothing that can be said is missing from it. */

import { Parser } from '@asyncapi/parser';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { fromScreen, fromServer } from '../../server/contract/events.ts';
import { asyncapi } from '../../server/infra/live/asyncapi.ts';
import { action, view } from '../../server/infra/live/view.ts';
import { startApp, type TestApp } from '../support/app.ts';

interface Channel {
  address: string;
  messages: Record<string, { payload: Record<string, unknown> }>;
}
interface Document {
  channels: Record<string, Channel>;
  operations: Record<string, { action: string; 'x-policy'?: object }>;
}
let town: TestApp;
let document: Document;
beforeAll(async () => {
  town = await startApp();
  document = asyncapi({ views: town.app.views, actions: town.app.actions }) as Document;
});
afterAll(() => town.stop());

test("the standard's own parser finds no error in it", async () => {
  const { diagnostics, document: read } = await new Parser().parse(JSON.stringify(document));
  const errors = diagnostics.filter(({ severity }) => severity === 0);
  expect(errors.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([]);
  expect(read?.operations().length).toBe(Object.keys(document.operations).length);
});

test('every view and every action of the product stands in it, with who may use it', () => {
  const { views, actions } = town.app;
  expect(views.length).toBeGreaterThan(0);
  const wanted = [...views.map(({ name }) => `view.${name}`), ...actions.map(({ name }) => `do.${name}`)];
  expect(wanted.filter(id => !document.channels[id] || !document.operations[id]?.['x-policy'])).toEqual([]);
});

test('every event of the wire stands in it: received from screens, sent by the server', () => {
  const by = (names: object) => Object.keys(names).map(name => document.operations[name]?.action);
  expect(new Set(by(fromScreen))).toEqual(new Set(['receive']));
  expect(new Set(by(fromServer))).toEqual(new Set(['send']));
});

test('an action is told with the body it is parsed with and both its answers, an instant as text', () => {
  const cook = action({
    name: 'test.cook',
    summary: 'Cooks',
    policy: { who: ['kitchen'], scope: 'outlet' },
    params: ({ outletId }) => ({ outletId }),
    body: z.object({ outletId: z.string(), at: z.iso.datetime({ offset: true }).transform(text => new Date(text)) }),
    answer: z.object({ doneAt: z.date() }),
    handler: async () => ({ doneAt: new Date(0) }),
  });
  const { channels } = asyncapi({ views: [], actions: [cook] }) as Document;
  const { messages } = channels['do.test.cook']!;
  expect(messages['do.test.cook']!.payload).toMatchObject({
    properties: {
      action: { const: 'test.cook' },
      body: { required: ['outletId', 'at'], properties: { at: { type: 'string', format: 'date-time' } } },
    },
  });
  const answer = messages['do.test.cook.answer']!.payload as { anyOf: object[] };
  expect(answer.anyOf).toHaveLength(2);
  expect(answer.anyOf[0]).toMatchObject({
    properties: { answer: { properties: { doneAt: { type: 'string', format: 'date-time' } } } },
  });
});

test('a view that must be seen says how soon, and what a screen answers', () => {
  const notes = view({
    name: 'notes',
    summary: 'Notes',
    source: { name: 'notes' } as never,
    policy: { who: ['kitchen'], scope: 'outlet' },
    params: of => ({ outletId: of }),
    of: () => [],
    present: () => null,
    load: async () => [],
    item: z.object({ id: z.string(), version: z.number(), text: z.string() }),
    ack: { withinMs: 5000, by: ['kitchen'], needs: () => true, onLate: () => undefined },
  });
  const { channels } = asyncapi({ views: [notes], actions: [] }) as Document;
  const { messages } = channels['view.notes']!;
  expect(messages['view.notes']).toMatchObject({ summary: expect.stringContaining('within 5 s') });
  expect(messages['view.notes']!.payload).toMatchObject({
    properties: { view: { const: 'notes' }, item: { properties: { text: { type: 'string' } } } },
  });
  expect(messages['view.notes.answer']!.payload).toMatchObject({ required: ['seen'] });
});
