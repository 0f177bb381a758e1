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
