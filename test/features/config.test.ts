/** The configuration is read once and refused whole. */
import { expect, test } from '@jest/globals';
import { readConfig } from '../../server/config.ts';

test('every origin that is none is named, with whatever else is wrong in the configuration', () => {
  const wrong = { HUIDAN_CORS: 'https://a.example, b.example,https://c.example/,*', HUIDAN_PORT: 'seven' };
  expect(() => readConfig(wrong)).toThrow(
    /HUIDAN_PORT[\s\S]*HUIDAN_CORS[\s\S]*b\.example[\s\S]*https:\/\/c\.example\/ [\s\S]*\* /,
  );
  expect(readConfig({ HUIDAN_CORS: ' https://a.example , http://b:81,' }).corsOrigins).toEqual([
    'https://a.example',
    'http://b:81',
  ]);
  expect(readConfig({}).corsOrigins).toEqual([]);
});

test('a limit that is there and empty is a mistake, not no limit', () => {
  expect(() => readConfig({ HUIDAN_RATE_LIMIT: '', HUIDAN_ZONE: 'Mars/Olympus' })).toThrow(
    /HUIDAN_RATE_LIMIT[\s\S]*HUIDAN_ZONE/,
  );
  expect(readConfig({ HUIDAN_RATE_LIMIT: '0' }).rateLimitPerMin).toBe(0);
});

test('a name nobody reads is a mistake, told with the others and with the name that was meant', () => {
  const wrong = { HUIDAN_PORT: 'seven', HUIDAN_RATELIMIT: '5', HUIDAN_METRICS_TOKENS: 'x', HUIDAN_COLOUR: 'red' };
  const said = () => readConfig({ ...wrong, PATH: '/bin', HUIDANX: '1' });
  expect(said).toThrow(/HUIDAN_PORT: /);
  for (const line of [
    '\n  HUIDAN_RATELIMIT: there is no such setting; did you mean HUIDAN_RATE_LIMIT?',
    '\n  HUIDAN_METRICS_TOKENS: there is no such setting; did you mean HUIDAN_METRICS_TOKEN?',
    '\n  HUIDAN_COLOUR: there is no such setting',
  ])
    expect(said).toThrow(line);
  expect(said).not.toThrow(/PATH|HUIDANX/);
  expect(() => readConfig({ HUIDAN_COLOUR: 'red' })).toThrow(/^The configuration is wrong:\n {2}HUIDAN_COLOUR: [^?]*$/);
  expect(readConfig({ PATH: '/bin', HUIDANX: '1' }).port).toBe(3000);
});
