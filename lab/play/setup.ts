/** Builds the city by the public API, as head office would: region, menu, outlets, screens, couriers, desks, keys. */
import { randomBytes } from 'node:crypto';
import type { Wire } from '../../server/contract/events.ts';
import type { OutletBody } from '../../server/contract/outlets.ts';
import type { Api } from '../api.ts';
import { dishes, recordedDish } from '../city/dishes.ts';
import type { Script, ScriptCourier, ScriptOutlet } from '../city/script.ts';
import { createLogin, type Login, logIn } from '../login.ts';
import type { MeituanApp } from '../platforms/meituan.ts';
import type { Cast } from './stage.ts';

export const region = 'city';
/** One outlet in so many accepts by itself: its tickets are there whether a screen saw them or not. */
const acceptsItself = 5;
/** Bots are hired this many at a time. */
const atOnce = 8;

interface Given {
  api: Api;
  script: Script;
  admin: { login: string; password: string };
  /** Where the platform's own server takes the merchant's calls. */
  meituanApiUrl: string;
}

/** Everything the rush needs, and the logins of who will play it. */
export async function setUpCity({ api, script, admin, meituanApiUrl }: Given): Promise<Cast> {
  const office = await logIn(api, '/login', admin);
  const hq = { token: await office.token() };
  await api.must('PUT', `/dispatch/regions/${region}`, { ...hq, body: ridden(script) });
  await api.must('PUT', '/menu', { ...hq, body: menuOf(script) });
  await each(script.outlets, outlet =>
    api.must('PUT', `/outlets/${outlet.id}`, { ...hq, body: outletBody(outlet, script) }),
  );
  const screens = new Map<string, Login>();
  await each(script.outlets, async ({ id }) => screens.set(id, await pairScreen(api, hq.token, id)));
  const couriers = new Map<string, Login>();
  await each(script.couriers, async courier => couriers.set(courier.id, await hire(api, hq.token, courier)));
  const desk = (role: string) => hireStaff(api, hq.token, { role, login: role, name: role });
  const meituan = await meituanAccount(api, hq.token, meituanApiUrl);
  return {
    ...{ office, screens, couriers, meituan },
    agent: await desk('agent'),
    dispatcher: await desk('dispatcher'),
    openKey: await api.must('POST', '/channel-keys', { ...hq, body: { channel: 'open', shopIds: [] } }),
  };
}

async function each<T>(list: readonly T[], work: (one: T) => Promise<unknown>) {
  for (let from = 0; from < list.length; from += atOnce) await Promise.all(list.slice(from, from + atOnce).map(work));
}

const ridden = ({ travel }: Script) => ({
  speedMPerMin: travel.metersPerMin,
  detour: 1,
  collectS: travel.pickupServiceMin * 60,
  enterS: travel.pickupServiceMin * 30,
  deliverS: travel.dropOffServiceMin * 60,
});

/** The city's, or of a recorded day one dish for each time its kitchens took. */
function menuOf({ orders }: Script) {
  const cooked = new Set(orders.flatMap(({ readyMin, atMin }) => (readyMin === null ? [] : [readyMin - atMin])));
  const offered = cooked.size === 0 ? dishes : [...cooked].map(recordedDish);
  const categories = [...new Set(offered.map(dish => dish.category))];
  return {
    categories: categories.map((name, i) => ({ id: `c${i + 1}`, name })),
    fees: { packagingFen: 100, deliveryFen: 500 },
    dishes: offered.map(({ category, options, ...dish }) => ({
      ...dish,
      categoryId: `c${categories.indexOf(category) + 1}`,
      options: options ? [{ id: 'choice', name: '口味', min: 1, max: 1, options }] : [],
    })),
  };
}

/** A recorded day has one kind of dish and says itself when it is ready: its kitchens are never full. */
function outletBody({ id, name, point }: ScriptOutlet, script: Script): Wire<OutletBody> {
  const recorded = script.orders.some(order => order.readyMin !== null);
  return {
    ...{ name, address: name, point, region },
    timeZone: 'Asia/Shanghai',
    zones: [{ radiusM: recorded ? 100_000 : 4000 }],
    hours: { weekly: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }], exceptions: [] },
    dayStartsAt: '00:00',
    stations: recorded
      ? {}
      : { wok: { parallel: 3 }, steam: { parallel: 4 }, cold: { parallel: 2 }, drinks: { parallel: 2 } },
    autoAccept: script.outlets.findIndex(outlet => outlet.id === id) % acceptsItself === acceptsItself - 1,
    hasScreen: true,
    prepBufferS: 600,
    shops: [
      { channel: 'meituan', shopId: id },
      { channel: 'open', shopId: id },
    ],
  };
}

async function pairScreen(api: Api, token: string, outletId: string): Promise<Login> {
  const { code } = await api.must<{ code: string }>('POST', `/outlets/${outletId}/screens/code`, { token, body: {} });
  return createLogin(api, await api.must('POST', '/screens/pair', { body: { code, name: 'Kitchen' } }));
}

async function hire(api: Api, token: string, { id, name, phone }: ScriptCourier): Promise<Login> {
  const profile = { name, phone, vehicle: 'ebike', capacityItems: 40, skills: [], region, active: true };
  await api.must('POST', '/couriers', { token, body: { courierId: id, profile } });
  return hireStaff(api, token, { id, role: 'courier', login: id, name });
}

/** An account without a password, entered by a code that is good once. */
async function hireStaff(api: Api, token: string, staff: { id?: string; role: string; login: string; name: string }) {
  const account = await api.must<{ id: string }>('POST', '/staff', { token, body: staff });
  const { code } = await api.must<{ code: string }>('POST', `/staff/${account.id}/code`, { token });
  return logIn(api, '/login', { login: staff.login, code });
}

async function meituanAccount(api: Api, token: string, apiUrl: string): Promise<MeituanApp> {
  const app = {
    appId: '10042',
    secret: randomBytes(16).toString('hex'),
    callbackUrl: 'https://orders.chain.example/channels/meituan/push',
  };
  await api.must('PUT', `/channel-accounts/meituan-${app.appId}`, {
    token,
    body: { channel: 'meituan', appId: app.appId, secret: app.secret, apiUrl, callbackUrls: [app.callbackUrl] },
  });
  return app;
}
