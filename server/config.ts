/** The only reader of process.env; every problem is reported at once. */
import { closestMatch } from 'leven';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform(value => value === 'true');

/** A variable that is there and empty is a mistake, not a 0: that would lift a limit. */
const number = (limited: (it: z.ZodCoercedNumber<string>) => z.ZodType<number, string>) =>
  z.string().regex(/\S/, 'must be a number').pipe(limited(z.coerce.number<string>()));

const isZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

/** As a browser names itself: `https://console.example`, with a port where it is not the usual one. */
const isOrigin = (text: string) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
const Origin = z
  .string()
  .refine(isOrigin, { error: ({ input }) => `${String(input)} is no origin such as https://console.example` });
const origins = z
  .string()
  .transform(list =>
    list
      .split(',')
      .map(one => one.trim())
      .filter(Boolean),
  )
  .pipe(z.array(Origin));

const Env = z
  .object({
    HUIDAN_HOST: z.string().default('127.0.0.1'),
    HUIDAN_PORT: number(it => it.int().min(0).max(65_535)).default(3000),
    /** The folder of the embedded store. */
    HUIDAN_DATA: z.string().min(1).default('data'),
    /** Selects the MongoDB engine. */
    MONGODB_URI: z.string().startsWith('mongodb').optional(),
    HUIDAN_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    /** Signs the tokens; made and kept in the data folder when absent. */
    HUIDAN_SECRET: z.string().min(32).optional(),
    /** Comma-separated origins that browsers may call from; empty: none. */
    HUIDAN_CORS: origins.default([]),
    HUIDAN_BODY_LIMIT: number(it => it.int().min(1024)).default(1_048_576),
    /** Requests a minute and key; 0: no limit. */
    HUIDAN_RATE_LIMIT: number(it => it.int().min(0)).default(6000),
    /** Logins and pairing codes a minute and address; 0: no limit. */
    HUIDAN_LOGIN_RATE_LIMIT: number(it => it.int().min(0)).default(60),
    /** Platform pushes a minute and address; 0: no limit. */
    HUIDAN_PUSH_RATE_LIMIT: number(it => it.int().min(0)).default(600_000),
    /** Believe X-Forwarded-For: only behind a balancer of our own. */
    HUIDAN_TRUST_PROXY: flag.default(false),
    /** Where an OpenTelemetry collector takes traces by OTLP over HTTP; absent: none are made. */
    HUIDAN_TRACES_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Bearer token that /metrics asks for; without one it is open. */
    HUIDAN_METRICS_TOKEN: z.string().min(16).optional(),
    /** Ride times: a table in a file, or an OSRM-compatible service; with neither, straight line × detour ÷ speed. */
    HUIDAN_TRAVEL_FILE: z.string().min(1).optional(),
    HUIDAN_TRAVEL_URL: z.url({ protocol: /^https?$/ }).optional(),
    HUIDAN_TRAVEL_PROFILE: z.string().min(1).default('bike'),
    /** The service's answer to one table, and how long a plan waits for it; wall time. */
    HUIDAN_TRAVEL_TIMEOUT_MS: number(it => it.int().min(10).max(30_000)).default(1000),
    HUIDAN_TRAVEL_WAIT_MS: number(it => it.int().min(0).max(5000)).default(150),
    /** Left alone for so long after failing again and again. */
    HUIDAN_TRAVEL_RETRY_MS: number(it => it.int().min(10).max(600_000)).default(5000),
    /** Ride times learn from what rides have taken. */
    HUIDAN_TRAVEL_LEARNS: flag.default(true),
    /** Idle couriers are asked to wait where orders are expected. */
    HUIDAN_POSITIONS: flag.default(true),
    HUIDAN_ZONE: z.string().refine(isZone, 'is no time zone such as Asia/Shanghai').default('Asia/Shanghai'),
    /** First head office account, created at the first start; without it one is created and its password printed once. */
    HUIDAN_ADMIN: z.string().default('admin'),
    HUIDAN_ADMIN_PASSWORD: z.string().min(12).optional(),
    /** Replays and demos: business time starts here and runs this fast. */
    HUIDAN_CLOCK_START: z.iso.datetime({ offset: true }).optional(),
    HUIDAN_CLOCK_SPEED: number(it => it.positive().max(100_000)).default(1),
    /** A test payment provider that pays when asked to; never on by default. */
    HUIDAN_TEST_PAYMENTS: flag.default(false),
    /** A test login for diners that believes any code; never on by default. */
    HUIDAN_TEST_LOGIN: flag.default(false),
    /** A test fleet that quotes and pretends to ride; never on by default. */
    HUIDAN_TEST_FLEET: flag.default(false),
  })
  .refine(it => !(it.HUIDAN_TRAVEL_FILE && it.HUIDAN_TRAVEL_URL), {
    path: ['HUIDAN_TRAVEL_URL'],
    message: 'ride times come from a file or from a service, not from both',
  });

/** Lists every variable that is wrong. */
export class WrongConfig extends Error {}

type Variables = Readonly<Record<string, string | undefined>>;
const known = Object.keys(Env.shape);
/** A misspelt name would leave its setting at the default, and nobody would know. */
function unknownNames(env: Variables): string[] {
  const unknown = Object.keys(env).filter(name => name.startsWith('HUIDAN_') && !known.includes(name));
  const hint = (near: string | undefined) => (near ? `; did you mean ${near}?` : '');
  return unknown.map(name => `${name}: there is no such setting${hint(closestMatch(name, known, { maxDistance: 3 }))}`);
}

/** Settings in our own words; throws one error that lists every wrong variable. */
export function readConfig(env: Variables) {
  const read = Env.safeParse(env);
  const wrong = read.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  const problems = [...wrong, ...unknownNames(env)];
  if (!read.success || problems.length > 0)
    throw new WrongConfig(['The configuration is wrong:', ...problems].join('\n  '));
  const it = read.data;
  return {
    host: it.HUIDAN_HOST,
    port: it.HUIDAN_PORT,
    dataDir: it.HUIDAN_DATA,
    mongoUri: it.MONGODB_URI,
    logLevel: it.HUIDAN_LOG,
    secret: it.HUIDAN_SECRET,
    corsOrigins: it.HUIDAN_CORS,
    bodyLimitBytes: it.HUIDAN_BODY_LIMIT,
    rateLimitPerMin: it.HUIDAN_RATE_LIMIT,
    loginLimitPerMin: it.HUIDAN_LOGIN_RATE_LIMIT,
    pushLimitPerMin: it.HUIDAN_PUSH_RATE_LIMIT,
    trustProxy: it.HUIDAN_TRUST_PROXY,
    metricsToken: it.HUIDAN_METRICS_TOKEN,
    tracesUrl: it.HUIDAN_TRACES_URL,
    zone: it.HUIDAN_ZONE,
    positions: it.HUIDAN_POSITIONS,
    travel: {
      file: it.HUIDAN_TRAVEL_FILE,
      url: it.HUIDAN_TRAVEL_URL,
      profile: it.HUIDAN_TRAVEL_PROFILE,
      limits: {
        timeoutMs: it.HUIDAN_TRAVEL_TIMEOUT_MS,
        waitMs: it.HUIDAN_TRAVEL_WAIT_MS,
        halfOpenMs: it.HUIDAN_TRAVEL_RETRY_MS,
      },
      learns: it.HUIDAN_TRAVEL_LEARNS,
    },
    admin: { login: it.HUIDAN_ADMIN, password: it.HUIDAN_ADMIN_PASSWORD },
    clock: {
      startAt: it.HUIDAN_CLOCK_START ? new Date(it.HUIDAN_CLOCK_START) : undefined,
      speed: it.HUIDAN_CLOCK_SPEED,
    },
    testPayments: it.HUIDAN_TEST_PAYMENTS,
    testLogin: it.HUIDAN_TEST_LOGIN,
    testFleet: it.HUIDAN_TEST_FLEET,
  };
}
export type Config = ReturnType<typeof readConfig>;
