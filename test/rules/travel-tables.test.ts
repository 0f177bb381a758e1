/** Ride times from elsewhere: a file is read whole or refused with every place that is wrong; a service is asked in small tables. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { believed } from '../../server/features/dispatch/travel/rules/believed.ts';
import { readMatrix, ridesBy } from '../../server/features/dispatch/travel/rules/matrix.ts';
import { createSpots, tablesOf } from '../../server/features/dispatch/travel/rules/tables.ts';

const good = `# made by hand
place,lng,lat,north,south,far
north,121.47,31.24,0,420,-
south,121.47,31.20,450,0,900
far,121.60,31.20,,910,0
`;
const wrongOf = (text: string) => {
  const read = readMatrix(text);
  return read.ok ? [] : read.wrong.map(({ line, column }) => [line, column]);
};

test('a table of ride times is read, remarks and unknown rides allowed', () => {
  const read = readMatrix(good);
  expect(read).toMatchObject({ ok: true, matrix: { places: [{ id: 'north' }, { id: 'south' }, { id: 'far' }] } });
  expect([...(read.ok ? read.matrix.seconds : [])]).toEqual([0, 420, Number.NaN, 450, 0, 900, Number.NaN, 910, 0]);
  expect(readMatrix(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual(read);
});

test('whatever is wrong in it is named by line and column', () => {
  expect(wrongOf('')).toEqual([[1, 1]]);
  expect(wrongOf(good.replace('420', 'soon'))).toEqual([[3, 5]]);
  expect(wrongOf(good.replace('420', '-420'))).toEqual([[3, 5]]);
  expect(wrongOf(good.replace('121.60', '321.60'))).toEqual([[5, 2]]);
  expect(wrongOf(good.replace('31.24', 'north'))).toEqual([[3, 3]]);
  expect(wrongOf(good.replace('\nsouth,121', '\nsuoth,121'))).toEqual([[4, 1]]);
  expect(wrongOf(good.replace('450,0,900', '450,0'))).toEqual([[4, 6]]);
  expect(wrongOf(good.replace('450,0,900', '450,0,900,1'))).toEqual([[4, 7]]);
  expect(wrongOf(good.replace('north,south,far', 'north,north,far'))[0]).toEqual([2, 5]);
  expect(wrongOf(good.replace('place,lng', 'place,long'))).toEqual([[2, 2]]);
  expect(wrongOf(good.replace(/far,121.*\n/, ''))).toEqual([[4, 1]]);
});

test('a table of two thousand places is read, of more it is refused at the first that is too many', () => {
  const table = (count: number) => {
    const names = Array.from({ length: count }, (_, i) => `p${i}`);
    const unknown = ','.repeat(count);
    return [`place,lng,lat,${names.join(',')}`, ...names.map(name => `${name},121,31${unknown}`)].join('\n');
  };
  const read = readMatrix(table(2000));
  expect(read.ok && read.matrix.places).toHaveLength(2000);
  const refused = { ok: false, wrong: [{ line: 1, column: 2004, what: 'more than 2000 places' }] };
  expect(readMatrix(table(2001))).toEqual(refused);
  // No room is made for what is refused.
  const names = Array.from({ length: 200_000 }, (_, i) => `p${i}`);
  expect(readMatrix(`place,lng,lat,${names.join(',')}`)).toEqual(refused);
});

test('every number of a table comes out where it went in', () => {
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain(size =>
      fc.array(fc.array(fc.nat(5000), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
    );
  fc.assert(
    fc.property(table, rows => {
      const names = rows.map((_, i) => `p${i}`);
      const lines = rows.map((row, i) => [`p${i}`, 121 + i, 31, ...row].join(','));
      const read = readMatrix([['place', 'lng', 'lat', ...names].join(','), ...lines].join('\n'));
      expect(read.ok && [...read.matrix.seconds]).toEqual(rows.flat());
    }),
    { numRuns: 50 },
  );
});

test('a door near a known place rides as that place does, and from the door to it by the straight line', () => {
  const read = readMatrix(good);
  if (!read.ok) throw new Error('it is good');
  const rides = ridesBy(read.matrix, 800);
  const straight = (metres: number) => metres / 10;
  const [north, south] = [
    { lng: 121.47, lat: 31.24 },
    { lng: 121.47, lat: 31.2 },
  ];
  expect(rides(north, south, straight)).toBe(420);
  expect(rides(south, north, straight)).toBe(450);
  expect(rides({ lng: 121.47, lat: 31.243 }, south, straight)).toBeCloseTo(420 + 33.4, 1);
  expect(rides({ lng: 121.47, lat: 31.25 }, south, straight)).toBeNull();
  expect(rides(north, { lng: 121.6, lat: 31.2 }, straight)).toBeNull();
  expect(rides(north, { lng: 121.47, lat: 31.241 }, straight)).toBeNull();
});

test('neighbours midway between two places do not ride out to both', () => {
  const read = readMatrix('place,lng,lat,a,b\na,121.4700,31.2300,0,380\nb,121.4850,31.2300,380,0\n');
  if (!read.ok) throw new Error('it is good');
  const rides = ridesBy(read.matrix, 800);
  const at = (lng: number) => ({ lng, lat: 31.23 });
  const straight = (metres: number) => metres / 10;
  expect(rides(at(121.4774), at(121.4776), straight)).toBeNull();
  // Just beyond as far apart as the ways to the places are long together, the table counts again.
  expect(rides(at(121.4738), at(121.4812), straight)).toBeNull();
  expect(rides(at(121.4737), at(121.4813), straight)).toBeCloseTo(35.2 + 380 + 35.2, 0);
});

test('tables cover what was asked as far as they may, none larger than allowed', () => {
  const spot = createSpots();
  const place = fc.record({
    lng: fc.integer({ min: 0, max: 50 }).map(n => 121 + n / 100),
    lat: fc.integer({ min: 0, max: 50 }).map(n => 31 + n / 100),
  });
  const pair = fc
    .record({ from: place, to: place })
    .map(({ from, to }) => ({ from: spot(from, false), to: spot(to, false) }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 80 }), fc.integer({ min: 4, max: 30 }), (pairs, places) => {
      const made = tablesOf(pairs, { tables: 1000, places });
      for (const { from, to } of made) expect(from.length + to.length).toBeLessThanOrEqual(places);
      const asked = new Set(made.flatMap(({ from, to }) => from.flatMap(a => to.map(b => `${a.text};${b.text}`))));
      const mostOf = new Map<string, Set<string>>();
      for (const { from, to } of pairs) mostOf.set(from.text, (mostOf.get(from.text) ?? new Set()).add(to.text));
      for (const { from, to } of pairs)
        if (mostOf.get(from.text)!.size < places - 1) expect(asked.has(`${from.text};${to.text}`)).toBe(true);
      expect(tablesOf(pairs, { tables: 2, places }).length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 60 },
  );
});

test('where a courier happens to be is asked about roughly, a door exactly enough', () => {
  const spot = createSpots();
  const [here, there] = [
    { lng: 121.47012, lat: 31.24034 },
    { lng: 121.47031, lat: 31.24012 },
  ];
  expect(spot(here, true).text).toBe(spot(there, true).text);
  expect(spot(here, false).text).not.toBe(spot(there, false).text);
});

test('of a service’s seconds the impossible is not believed, and nothing where half is impossible', () => {
  const spot = createSpots();
  const at = (lat: number) => spot({ lng: 121.47, lat }, false);
  const [kitchen, corner, far] = [at(31.24), at(31.241), at(31.21)];
  const straight = (metres: number) => (metres / 3336) * 900;
  const asked = { from: [kitchen], to: [corner, far, far] };
  const of = (...row: (number | null)[]) => believed([row], asked, straight);
  const fine = [0, 181, 8999];
  expect(of(...fine)).toEqual({ rides: [fine], strange: null });
  expect(of(1800, null, 900)).toEqual({ rides: [[1800, null, 900]], strange: null });
  expect(of(1801, 900, 900)).toEqual({ rides: [[null, 900, 900]], strange: 'it says 1801 s for 111 m' });
  expect(of(60, 179, 900)).toEqual({ rides: [[60, null, 900]], strange: 'it says 179 s for 3336 m' });
  expect(of(60, 9001, 900)).toEqual({ rides: [[60, null, 900]], strange: 'it says 9001 s for 3336 m' });
  expect(of(60, 0, 1e7)).toEqual({ rides: null, strange: 'it says 0 s for 3336 m' });
  expect(of(null, 0, 900).rides).toBeNull();
  expect(of(null, null, null)).toEqual({ rides: [[null, null, null]], strange: null });
});
