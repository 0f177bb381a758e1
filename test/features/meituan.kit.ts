/** A takeout platform's order as its form says it. */
import gcoordModule from 'gcoord';

const gcoord = gcoordModule as unknown as typeof gcoordModule.default;
const [lng, lat] = gcoord.transform([121.47, 31.24], gcoord.WGS84, gcoord.GCJ02) as [number, number];
/** As the platform says it: GCJ-02. */
export const place = { lng, lat };
const item = {
  app_food_code: 'noodles',
  food_name: '牛肉面',
  quantity: 2,
  price: 9.1,
  box_num: 2,
  box_price: 0.5,
  spec: '大份',
};
/** A paid order with every trap of its form: encoded text, yuan beside fen, a private number. */
export const anOrder = (id: string, over: Record<string, string> = {}): Record<string, string> => ({
  ...{
    order_id: id,
    wm_order_id_view: id,
    app_poi_code: 'north',
    status: '2',
    total: '24.20',
    original_price: '25.20',
  },
  ...{ shipping_fee: '5.00', package_bag_money: '100', ctime: '1795406340', utime: '1795406340', delivery_time: '0' },
  ...{ pay_type: '2', pick_type: '0', logistics_code: '1001', recipient_name: '王(女士)', caution: '少放辣 &=+% 🍚' },
  ...{ recipient_phone: '13800000001_1234', recipient_address: '1 Garden Road@#上海市', extras: '[{}]', utm: '' },
  ...{ longitude: String(lng), latitude: String(lat), detail: JSON.stringify([item]), ...over },
});
