/** What the platform's answers to our calls mean. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../server/features/channels/adapters/adapter.ts';
import { meituanCalls } from '../../server/features/channels/adapters/meituan/calls.ts';
import { aDraft, noon } from '../features/orders.kit.ts';

const account: Account = {
  ...{ id: 'meituan-1', channel: 'meituan', appId: '1', secret: 's', apiUrl: 'https://waimai.example/api/v1' },
  ...{ callbackUrls: [], webhookUrl: null },
};
const told = (text: string, status = 200) =>
  meituanCalls.send(
    { id: 'order/confirm.3', call: 'order/confirm', at: noon, reason: null },
    { order: aDraft(), account, keys: [], wallNow: () => noon.getTime(), fetch: async () => ({ status, text }) },
  );
const refusal = (code: number, msg = 'no') => JSON.stringify({ data: 'ng', error: { code, msg } });

test.each<[string, string, number, object]>([
  ['heard', '{"data":"ok"}', 200, { kind: 'done' }],
  ['heard, in its older spelling', '{"data":"OK"}', 200, { kind: 'done' }],
  ['confirmed there already', refusal(808), 200, { kind: 'done' }],
  ['busy', refusal(711, 'later'), 200, { kind: 'retry', why: '711 later' }],
  ['an order it does not know', refusal(801), 200, { kind: 'refused', why: '801 no' }],
  ['down', '{"data":"ok"}', 502, { kind: 'retry', why: 'answered 502' }],
  ['a page for people', '<html>', 200, { kind: 'retry', why: 'the answer is not JSON' }],
  ['neither ok nor wrong', '{}', 200, { kind: 'retry' }],
])('the platform answers: %s', async (_, text, status, meaning) => {
  expect(await told(text, status)).toMatchObject(meaning);
});
