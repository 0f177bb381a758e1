/** What the log shows: which error it was, and never who. */
import { expect, test } from '@jest/globals';
import { Fault } from '../../server/infra/faults.ts';
import { createLog } from '../../server/infra/log.ts';

/** What a line of the log says. */
function said(entry: object): Record<string, unknown> {
  const lines: string[] = [];
  createLog('info', { write: line => void lines.push(line) }).error(entry, 'it happened');
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

test('an error is named by its class, or by the name it gave itself', () => {
  const named = Object.assign(new Error('no server'), { name: 'MongoServerSelectionError', address: '10.0.0.1' });
  expect(said({ err: named })).toMatchObject({
    err: { name: 'MongoServerSelectionError', message: 'no server', address: '[hidden]' },
  });
  expect(said({ err: new Fault('conflict', 'too late') })).toMatchObject({ err: { name: 'Fault', code: 'conflict' } });
  expect(said(new Fault('conflict', 'too late'))).toMatchObject({ err: { name: 'Fault' } });
  expect(said({ err: new TypeError('no function') })).toMatchObject({ err: { type: 'TypeError' } });
});

test("a person's name stays hidden wherever it stands, in an error and in what was thrown instead of one", () => {
  const person = () => ({ name: 'Li Lei', phone: '13800000001' });
  const entries = [
    { ...person(), courier: person(), order: { diner: person(), courier: person() }, seen: { err: person() } },
    ...[{ err: new Fault('invalid', 'no', person()) }, { err: new Fault('invalid', 'no', { diner: person() }) }],
    ...[{ err: person() }, { err: { courier: person() } }, { err: { order: { diner: person() } } }],
  ];
  for (const one of entries) {
    const text = JSON.stringify(said(one));
    expect(text).not.toMatch(/Li Lei|13800000001/);
    expect(text).toContain('[hidden]');
  }
});
