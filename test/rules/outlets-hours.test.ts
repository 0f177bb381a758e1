/** Opening hours and business days: overnight, exceptions, and clocks that are turned in spring and autumn. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { businessDayOf, openAt, timetable } from '../../server/features/outlets/rules/hours.ts';
import { isOpenAt, known } from '../../server/features/outlets/rules/known.ts';
import { allWeek, anOutlet } from './outlets.kit.ts';

const at = (text: string, zone = 'Asia/Shanghai') => DateTime.fromISO(text, { zone }).toJSDate();
const windowMs = 1_800_000;

test('an outlet is open from the first minute of its span up to, not including, the last', () => {
  const outlet = anOutlet({ hours: { weekly: [{ weekdays: [1], from: '10:00', to: '14:00' }], exceptions: [] } });
  expect(openAt(outlet, at('2030-01-07T09:59:59'))).toBe(false);
  expect(openAt(outlet, at('2030-01-07T10:00:00'))).toBe(true);
  expect(openAt(outlet, at('2030-01-07T13:59:59'))).toBe(true);
  expect(openAt(outlet, at('2030-01-07T14:00:00'))).toBe(false);
  expect(openAt(outlet, at('2030-01-08T12:00:00'))).toBe(false);
});

test('a span that passes midnight belongs to the day it begins on, also over the end of the week', () => {
  const outlet = anOutlet({ hours: { weekly: [{ weekdays: [7], from: '18:00', to: '02:00' }], exceptions: [] } });
  expect(openAt(outlet, at('2030-01-06T23:59:59'))).toBe(true);
  expect(openAt(outlet, at('2030-01-07T01:59:59'))).toBe(true);
  expect(openAt(outlet, at('2030-01-07T02:00:00'))).toBe(false);
  expect(openAt(outlet, at('2030-01-06T01:00:00'))).toBe(false);
});

test('an exception replaces its date only: what began the evening before goes on', () => {
  const outlet = anOutlet({
    hours: {
      weekly: [{ weekdays: allWeek, from: '18:00', to: '02:00' }],
      exceptions: [{ date: '2030-01-08', spans: [], reason: 'a holiday' }],
    },
  });
  expect(openAt(outlet, at('2030-01-08T01:00:00'))).toBe(true);
  expect(openAt(outlet, at('2030-01-08T20:00:00'))).toBe(false);
  expect(openAt(outlet, at('2030-01-09T01:00:00'))).toBe(false);
  expect(openAt(outlet, at('2030-01-09T20:00:00'))).toBe(true);
});

test('equal ends are a whole day', () => {
  const outlet = anOutlet({ hours: { weekly: [{ weekdays: [1], from: '06:00', to: '06:00' }], exceptions: [] } });
  expect(openAt(outlet, at('2030-01-07T06:00:00'))).toBe(true);
  expect(openAt(outlet, at('2030-01-08T05:59:59'))).toBe(true);
  expect(openAt(outlet, at('2030-01-08T06:00:00'))).toBe(false);
});

test('the night the clocks go forward is an hour shorter, the night they go back an hour longer', () => {
  const zone = 'Europe/Berlin';
  const hours = { weekly: [{ weekdays: [6], from: '22:00', to: '06:00' }], exceptions: [] };
  const outlet = anOutlet({ timeZone: zone, hours });
  const openH = (saturday: string) => {
    const from = at(`${saturday}T12:00:00`, zone).getTime();
    return (
      Array.from({ length: 24 * 2 }, (_, i) => openAt(outlet, new Date(from + i * windowMs))).filter(Boolean).length / 2
    );
  };
  expect(openH('2030-03-30')).toBe(7);
  expect(openH('2030-10-26')).toBe(9);
  expect(openH('2030-06-01')).toBe(8);
  // The last Sunday of October has 25 hours: its evening still ends on Monday.
  const sundays = anOutlet({
    timeZone: zone,
    hours: { weekly: [{ weekdays: [7], from: '22:00', to: '06:00' }], exceptions: [] },
  });
  expect(openAt(sundays, at('2030-10-28T05:59:00', zone))).toBe(true);
  expect(openAt(sundays, at('2030-10-28T06:00:00', zone))).toBe(false);
});

test('before four in the morning it is still the business day before, in every zone', () => {
  const outlet = anOutlet();
  expect(businessDayOf(outlet, at('2030-01-07T03:59:59'))).toBe('2030-01-06');
  expect(businessDayOf(outlet, at('2030-01-07T04:00:00'))).toBe('2030-01-07');
  const berlin = anOutlet({ timeZone: 'Europe/Berlin' });
  expect(businessDayOf(berlin, at('2030-03-31T03:30:00', 'Europe/Berlin'))).toBe('2030-03-30');
  expect(businessDayOf(berlin, at('2030-03-31T04:00:00', 'Europe/Berlin'))).toBe('2030-03-31');
  expect(businessDayOf(berlin, at('2030-10-27T03:59:00', 'Europe/Berlin'))).toBe('2030-10-26');
});

test('the timetable says what the calendar says, in any order of asking', () => {
  const outlet = anOutlet({
    timeZone: 'America/New_York',
    hours: {
      weekly: [
        { weekdays: [1, 3, 5], from: '11:00', to: '14:30' },
        { weekdays: allWeek, from: '17:30', to: '01:15' },
      ],
      exceptions: [{ date: '2030-03-10', spans: [{ from: '09:00', to: '03:00' }] }],
    },
  });
  const table = timetable(outlet);
  const from = at('2030-02-25T00:00:00', 'America/New_York').getTime();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 * 24 * 60 }), minutes => {
      const instant = new Date(from + minutes * 60_000);
      expect(table.openAt(instant.getTime())).toBe(openAt(outlet, instant));
      expect(table.day(instant)).toBe(businessDayOf(outlet, instant));
    }),
    { numRuns: 300 },
  );
});

test('closed by hand counts until its time has come, whatever the hours say', () => {
  const until = at('2030-01-07T13:00:00');
  const shut = known(anOutlet({ open: { isOpen: false, reason: 'gas', until } }), windowMs);
  expect(isOpenAt(shut, until.getTime() - 1)).toBe(false);
  expect(isOpenAt(shut, until.getTime())).toBe(true);
  const forGood = known(anOutlet({ open: { isOpen: false, reason: 'gas', until: null } }), windowMs);
  expect(isOpenAt(forGood, at('2031-01-01T12:00:00').getTime())).toBe(false);
});
