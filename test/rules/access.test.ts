/** Who reaches what: nobody sees another outlet's, courier's or diner's data. */
import { expect, test } from '@jest/globals';
import { actorOf, type Principal } from '../../server/contract/access.ts';
import {
  isChainWide,
  kindOf,
  mayManage,
  needsOutlets,
  reachesCourier,
  reachesOrder,
  reachesOutlet,
  reachesRegion,
} from '../../server/features/access/rules.ts';

const a = (over: Partial<Principal>): Principal => ({
  ...{ kind: 'staff', id: 'me', role: 'manager', outletIds: [], sessionId: 's' },
  ...over,
});
const headOffice = a({ role: 'head_office' });
const northManager = a({ outletIds: ['north'] });
const northScreen = a({ kind: 'device', role: 'kitchen', outletIds: ['north'] });
const courier = a({ kind: 'courier', role: 'courier', outletIds: ['north'] });
const diner = a({ kind: 'diner', role: 'diner' });
const platform = a({ kind: 'channel', role: 'channel', channel: 'meituan' });
const owner = { outletId: 'north', courierId: 'me', dinerId: 'me', channel: 'meituan' };

test.each([
  ['head office', headOffice, true],
  ['an agent', a({ role: 'agent' }), true],
  ['a dispatcher', a({ role: 'dispatcher' }), true],
  ['an agent of one outlet', a({ role: 'agent', outletIds: ['north'] }), false],
  ['a manager without outlets', a({}), false],
  ['kitchen staff without outlets', a({ role: 'kitchen' }), false],
  ['a screen that says it is head office', a({ kind: 'device', role: 'head_office' }), false],
  ['a diner', diner, false],
])('%s works for the whole chain: %#', (_, caller, whole) => {
  expect(isChainWide(caller)).toBe(whole);
});

test('an outlet is reached by its own people and screens and by the chain, and all outlets by the chain alone', () => {
  expect([headOffice, northManager, northScreen].map(one => reachesOutlet(one, 'north'))).toEqual([true, true, true]);
  expect([headOffice, northManager, northScreen].map(one => reachesOutlet(one, 'south'))).toEqual([true, false, false]);
  expect([headOffice, northManager].map(one => reachesOutlet(one, undefined))).toEqual([true, false]);
  expect([courier, diner, platform].map(one => reachesOutlet({ ...one, outletIds: ['north'] }, 'north'))).toEqual([
    false,
    false,
    false,
  ]);
});

test('a region is reached by who reaches every outlet of it, and by the chain', () => {
  const both = a({ role: 'dispatcher', outletIds: ['north', 'south'] });
  const reach = (...outlets: string[]) => [headOffice, both, northManager].map(one => reachesRegion(one, outlets));
  expect(reach('north')).toEqual([true, true, true]);
  expect(reach('north', 'south')).toEqual([true, true, false]);
  expect(reach('south', 'east')).toEqual([true, false, false]);
  expect(reach()).toEqual([true, false, false]);
  expect(reachesRegion({ ...courier, outletIds: ['north'] }, ['north'])).toBe(false);
});

test('an order is seen by its courier, its diner, its channel, its outlet and the chain, and by nobody else', () => {
  const all = [headOffice, northManager, northScreen, courier, diner, platform];
  expect(all.map(one => reachesOrder(one, owner))).toEqual([true, true, true, true, true, true]);
  const foreign = { outletId: 'south', courierId: 'other', dinerId: 'other', channel: 'uber' };
  expect(all.map(one => reachesOrder(one, foreign))).toEqual([true, false, false, false, false, false]);
  const nobodys = { outletId: null, courierId: null, dinerId: null, channel: 'uber' };
  expect(all.map(one => reachesOrder(one, nobodys))).toEqual([true, false, false, false, false, false]);
  expect(reachesOrder(courier, { ...foreign, outletId: 'north' })).toBe(false);
  expect(reachesOrder(diner, { ...owner, dinerId: 'other' })).toBe(false);
  expect(reachesOrder(a({ kind: 'channel', role: 'channel' }), owner)).toBe(false);
});

test('a courier is seen by himself, by the people of an outlet he rides for, and by the chain', () => {
  const reach = (caller: Principal, id: string, ...outlets: string[]) => reachesCourier(caller, id, outlets);
  expect(reach(courier, 'me', 'south')).toBe(true);
  expect(reach(courier, 'other', 'north')).toBe(false);
  expect(reach(northManager, 'other', 'south', 'north')).toBe(true);
  expect(reach(northManager, 'other', 'south')).toBe(false);
  expect(reach(northManager, 'other')).toBe(false);
  expect(reach(headOffice, 'other')).toBe(true);
  expect(reach(diner, 'me', 'north')).toBe(false);
});

test('head office manages everybody; a manager only kitchen and couriers, and only of the own outlets', () => {
  const of = (role: 'manager' | 'kitchen' | 'courier' | 'head_office' | 'agent', ...outletIds: string[]) => ({
    role,
    outletIds,
  });
  for (const account of [of('head_office'), of('manager', 'north'), of('agent'), of('kitchen', 'south')])
    expect(mayManage(headOffice, account)).toBe(true);
  expect(mayManage(northManager, of('kitchen', 'north'))).toBe(true);
  expect(mayManage(northManager, of('courier', 'north'))).toBe(true);
  expect(mayManage(northManager, of('manager', 'north'))).toBe(false);
  expect(mayManage(northManager, of('agent', 'north'))).toBe(false);
  expect(mayManage(northManager, of('kitchen', 'north', 'south'))).toBe(false);
  expect(mayManage(northManager, of('kitchen'))).toBe(false);
  expect(mayManage(a({ role: 'agent' }), of('kitchen', 'north'))).toBe(false);
  expect(mayManage(northScreen, of('kitchen', 'north'))).toBe(false);
  const partOffice = a({ role: 'head_office', outletIds: ['north'] });
  expect(mayManage(partOffice, of('manager', 'north'))).toBe(true);
  expect(mayManage(partOffice, of('manager', 'south'))).toBe(false);
});

test('whoever works in one outlet must be given one; a courier is no staff', () => {
  const roles = ['manager', 'kitchen', 'head_office', 'agent', 'dispatcher', 'courier'] as const;
  expect(roles.map(needsOutlets)).toEqual([true, true, false, false, false, false]);
  expect(roles.map(kindOf)).toEqual(['staff', 'staff', 'staff', 'staff', 'staff', 'courier']);
});

test('what a screen or a cook does is said of the kitchen, what others do of the kind of person they are', () => {
  const cook = a({ role: 'kitchen', outletIds: ['north'] });
  const kinds = [northScreen, cook, northManager, headOffice, courier, diner, platform].map(one => actorOf(one).kind);
  expect(kinds).toEqual(['kitchen', 'kitchen', 'staff', 'staff', 'courier', 'diner', 'channel']);
  expect(actorOf(a({ id: 'bob' })).id).toBe('bob');
});
