/** Incidents: who may move them, what may be promised for them and by whom, and how a search text is read. */
import { expect, test } from '@jest/globals';
import type { Role } from '../../server/contract/access.ts';
import type { Compensation, Incident, IncidentStatus } from '../../server/contract/service.ts';
import {
  answerCompensation,
  compensate,
  compensationCause,
  defaultServicePolicy,
  escalate,
  incidentCan,
  incidentWakeAt,
  moveIncident,
  readSought,
  settleCompensation,
} from '../../server/features/service/rules/incidents.ts';
import { incidentView } from '../../server/features/service/rules/present.ts';

const policy = { ...defaultServicePolicy, agentLimitFen: 5000 };
const noon = new Date('2030-01-07T04:00:00Z');
const after = (s: number) => new Date(noon.getTime() + s * 1000);
const fact = (name: string, s = 0) => ({
  v: 1,
  at: after(s),
  name,
  actor: { kind: 'staff' as const, id: 'a' },
  data: {},
});
const anIncident = (over: Partial<Incident> = {}): Incident => ({
  ...{ id: 'i1', version: 1, orderId: 'o1', outletId: 'north', kind: 'late', status: 'open', summary: 'cold' },
  ...{ assigneeId: null, escalated: false, compensation: null, openedAt: noon, wakeAt: noon, log: [] },
  ...over,
});
const promised = (status: Compensation['status'], answeredBy: string | null = null): Compensation => ({
  ...{ status, amountFen: 600, reason: 'cold', askedBy: 'agent', answeredBy },
});
const ask = (over: object = {}) => ({
  ...{ amountFen: 600, reason: 'cold', askedBy: 'agent', role: 'agent' as Role, refundableFen: 9000 },
  ...over,
});
const states: IncidentStatus[] = ['open', 'working', 'resolved', 'closed'];

test('an incident nobody takes wakes the clock after half an hour and is escalated once', () => {
  expect(incidentWakeAt(anIncident(), policy)).toEqual(after(1800));
  expect(escalate(anIncident())).toEqual({
    set: { escalated: true },
    facts: [{ name: 'incident.escalated', data: { reason: 'nobody took it' } }],
  });
  for (const quiet of [anIncident({ escalated: true }), anIncident({ status: 'working' })]) {
    expect(incidentWakeAt(quiet, policy)).toBeNull();
    expect(escalate(quiet)).toBeNull();
  }
});

test('money that was granted is due at once, whatever became of the incident', () => {
  const granted = { compensation: promised('granted'), status: 'closed' } as const;
  expect(incidentWakeAt(anIncident({ ...granted, log: [fact('a', 1), fact('b', 9)] }), policy)).toEqual(after(9));
  expect(incidentWakeAt(anIncident(granted), policy)).toEqual(noon);
  expect(incidentWakeAt(anIncident({ ...granted, compensation: promised('paid') }), policy)).toBeNull();
});

test.each([
  ['open', ['working', 'resolved', 'closed']],
  ['working', ['resolved', 'closed']],
  ['resolved', ['working', 'closed']],
  ['closed', ['working']],
] as const)('from %s an incident goes on to %p and nowhere else', (status, legal) => {
  for (const to of states) {
    const verdict = moveIncident(anIncident({ status }), to, { actorId: 'me' });
    if (to === status) expect(verdict).toBeNull();
    else if (legal.some(one => one === to)) expect(verdict).toMatchObject({ set: { status: to, escalated: false } });
    else expect(verdict).toEqual({ refused: `An incident that is ${status} cannot become ${to}` });
  }
});

test('whoever takes an incident has it; who ends it leaves it with whom it was, and the reason is written down', () => {
  expect(moveIncident(anIncident({ escalated: true }), 'working', { actorId: 'me' })).toEqual({
    set: { status: 'working', assigneeId: 'me', escalated: false },
    facts: [{ name: 'incident.moved', data: { to: 'working' } }],
  });
  expect(moveIncident(anIncident({ assigneeId: 'she' }), 'closed', { actorId: 'me', reason: 'done' })).toEqual({
    set: { status: 'closed', assigneeId: 'she', escalated: false },
    facts: [{ name: 'incident.moved', data: { to: 'closed', reason: 'done' } }],
  });
});

test.each([
  ['agent', 5000, 'granted'],
  ['agent', 5001, 'asked'],
  ['manager', 5001, 'granted'],
  ['head_office', 5001, 'granted'],
] as const)('what an %s promises of %d fen is %s', (role, amountFen, status) => {
  const isGranted = status === 'granted';
  expect(compensate(anIncident(), ask({ role, amountFen }), policy)).toEqual({
    set: {
      compensation: { amountFen, reason: 'cold', askedBy: 'agent', status, answeredBy: isGranted ? 'agent' : null },
    },
    facts: [
      { name: 'incident.compensation_asked', data: { amountFen, reason: 'cold' } },
      ...(isGranted ? [{ name: 'incident.compensation_answered', data: { answer: 'granted' } }] : []),
    ],
  });
});

test('no more is promised than the order can give back, and one promise at a time; the same one again changes nothing', () => {
  expect(compensate(anIncident(), ask({ refundableFen: 600 }), policy)).toHaveProperty('set');
  expect(compensate(anIncident(), ask({ refundableFen: 599 }), policy)).toEqual({
    refused: 'At most 599 fen can be given back for this order',
  });
  for (const status of ['asked', 'granted'] as const) {
    const open = anIncident({ compensation: promised(status) });
    expect(compensate(open, ask(), policy)).toBeNull();
    expect(compensate(open, ask({ amountFen: 601 }), policy)).toHaveProperty('refused');
    expect(compensate(open, ask({ reason: 'late' }), policy)).toHaveProperty('refused');
  }
  for (const status of ['refused', 'failed', 'paid'] as const)
    expect(compensate(anIncident({ compensation: promised(status) }), ask(), policy)).toHaveProperty('set');
});

test('a promise is answered once', () => {
  expect(answerCompensation(anIncident(), 'granted', 'boss')).toEqual({ refused: 'Nobody asked for a compensation' });
  for (const answer of ['granted', 'refused'] as const)
    expect(answerCompensation(anIncident({ compensation: promised('asked') }), answer, 'boss')).toEqual({
      set: { compensation: promised(answer, 'boss') },
      facts: [{ name: 'incident.compensation_answered', data: { answer } }],
    });
  const again = (status: Compensation['status'], answer: 'granted' | 'refused') =>
    answerCompensation(anIncident({ compensation: promised(status) }), answer, 'boss');
  expect([again('granted', 'granted'), again('paid', 'granted'), again('refused', 'refused')]).toEqual([
    null,
    null,
    null,
  ]);
  expect(again('granted', 'refused')).toEqual({ refused: 'The compensation was already granted' });
  expect(again('paid', 'refused')).toEqual({ refused: 'The compensation was already paid' });
  expect(again('failed', 'granted')).toEqual({ refused: 'The compensation was already failed' });
});

test('money that could not be given back is escalated; money that was is said once', () => {
  const granted = anIncident({ compensation: promised('granted') });
  expect(settleCompensation(granted, 'paid')).toEqual({
    set: { compensation: promised('paid'), escalated: false },
    facts: [{ name: 'incident.compensated', data: { amountFen: 600 } }],
  });
  expect(settleCompensation(granted, 'failed')).toEqual({
    set: { compensation: promised('failed'), escalated: true },
    facts: [{ name: 'incident.escalated', data: { reason: 'the refund was not possible' } }],
  });
  expect(settleCompensation(anIncident({ compensation: promised('paid') }), 'paid')).toBeNull();
  expect(settleCompensation(anIncident(), 'paid')).toBeNull();
});

test('each promise of an incident has a name of its own, the same however often it is paid', () => {
  const log = [fact('incident.opened'), fact('incident.compensation_asked'), fact('incident.noted')];
  expect(compensationCause(anIncident({ log }))).toBe('incident:i1:1');
  expect(compensationCause(anIncident({ log: [...log, fact('incident.compensation_asked')] }))).toBe('incident:i1:2');
});

test('what a reader may do with an incident follows from its state and the role', () => {
  const can = (status: IncidentStatus, role: Role = 'agent', compensation: Compensation | null = null) =>
    incidentCan(anIncident({ status, compensation }), role);
  expect(can('open')).toEqual(['work', 'resolve', 'close', 'note', 'compensate']);
  expect(can('working')).toEqual(['resolve', 'close', 'note', 'compensate']);
  expect(can('resolved')).toEqual(['close', 'reopen', 'note', 'compensate']);
  expect(can('closed')).toEqual(['reopen', 'note']);
  expect(can('working', 'agent', promised('asked'))).toEqual(['resolve', 'close', 'note']);
  for (const role of ['manager', 'head_office'] as const)
    expect(can('working', role, promised('asked'))).toEqual(['resolve', 'close', 'note', 'answer_compensation']);
  expect(can('closed', 'manager', promised('granted'))).toEqual(['reopen', 'note']);
});

test('an incident shows its history and not when the clock looks again', () => {
  const { wakeAt: _, log: __, ...plain } = anIncident();
  expect(incidentView(anIncident({ log: [fact('incident.opened')] }), 'agent')).toEqual({
    ...plain,
    history: [{ at: noon, name: 'incident.opened', actor: { kind: 'staff', id: 'a' }, data: {} }],
    can: ['work', 'resolve', 'close', 'note', 'compensate'],
  });
});

test.each([
  ['0001', '0001', null],
  ['13800000001', '0001', '13800000001'],
  ['+86 (138) 0000-0001', '0001', '8613800000001'],
  ['1234567', '4567', '1234567'],
  ['123456', null, null],
  ['12345', null, null],
  ['123456789012345', '2345', '123456789012345'],
  ['1234567890123456', null, null],
  ['A-0001', null, null],
  ['0001x', null, null],
])('the text %p is sought as the phone end %p and the phone %p, and always as a number', (q, phoneTail, phone) => {
  expect(readSought(q)).toEqual({ number: q, phoneTail, phone });
});
