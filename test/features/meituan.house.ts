/** The product with an account at the takeout platform, the platform itself, and an outlet that is its shop `north`. */
import { startMeituan } from '../../lab/platforms/meituan.ts';
import { meituanApp, openHouse } from './channels.house.ts';

export async function openMeituan() {
  const { appId, secret, callbackUrl } = meituanApp;
  const platform = await startMeituan({ appId, secret });
  const house = await openHouse();
  const account = (over: object = {}) =>
    house.account(`meituan-${appId}`, {
      ...{ channel: 'meituan', appId, secret, apiUrl: platform.url, callbackUrls: [callbackUrl] },
      ...over,
    });
  await account();
  const north = house.app.outlets.need('north');
  await house.app.outlets.set('north', { ...north, shops: [...north.shops, { channel: 'meituan', shopId: 'north' }] });
  return {
    ...house,
    platform,
    account,
    /** The one order of this id, as it is now. */
    async theOrder(id: string) {
      const [order, ...more] = await house.stored('meituan', id);
      if (!order || more.length > 0) throw new Error(`${id}: ${more.length + (order ? 1 : 0)} orders`);
      return order;
    },
    async messages(status: string) {
      const { body } = await house.hq('GET', `/channel-messages?status=${status}`);
      return body.messages as { messageId: string; push: string; reason: string; raw: string }[];
    },
    async stop() {
      await house.stop();
      await platform.stop();
    },
  };
}
export type MeituanHouse = Awaited<ReturnType<typeof openMeituan>>;
