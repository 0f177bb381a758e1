/** What a screen may watch or do says who may: a view or an action nobody thought about stops the start. */
import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { createHub, type HubNeeds } from '../../../server/infra/live/hub.ts';
import type { Action, View } from '../../../server/infra/live/view.ts';
import { notesView, sayAction } from './desk.ts';

const aView = (over: object) => ({ ...notesView({} as never), ...over }) as View;
const anAction = (over: object) => ({ ...sayAction, ...over }) as Action;
/** Refused before anything of it is used. */
const begin = (views: View[], actions: Action[]) => () =>
  createHub({ server: createServer(), views, actions } as unknown as HubNeeds);

test('a view or an action without a policy, or two of one name, stop the start and are all named', () => {
  const views = [aView({ policy: undefined }), aView({ name: 'empty', policy: { who: [], scope: 'none' } })];
  const actions = [
    anAction({ name: 'unscoped', policy: { who: ['kitchen'] } }),
    anAction({ name: 'unknown', policy: { who: ['cook'], scope: 'none' } }),
    anAction({ name: 'open', policy: { who: 'anyone' } }),
    anAction({}),
    anAction({}),
  ];
  expect(begin(views, actions)).toThrow(
    new Error(
      [
        'The live views and actions are wrong:',
        '  no policy: view notes',
        '  no policy: view empty',
        '  no policy: action unscoped',
        '  no policy: action unknown',
        '  no policy: action open',
        '  declared twice: action notes.say',
      ].join('\n'),
    ),
  );
  expect(begin([aView({}), aView({})], [])).toThrow('declared twice: view notes');
});
