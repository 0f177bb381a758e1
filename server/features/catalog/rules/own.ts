/** What an outlet does differently speaks of dishes; which of them are not there, each at its place. */
import type { OutletMenu } from '../../../contract/catalog.ts';

export type OwnMenu = Pick<OutletMenu, 'prices' | 'off'>;
type Own = OwnMenu & { stock?: Readonly<Record<string, unknown>> | undefined };
type Path = (string | number)[];

export const dishesNamed = ({ prices, off, stock = {} }: Own): { path: Path; dishId: string }[] => [
  ...Object.keys(prices).map(dishId => ({ path: ['prices', dishId], dishId })),
  ...off.map((dishId, i) => ({ path: ['off', i], dishId })),
  ...Object.keys(stock).map(dishId => ({ path: ['stock', dishId], dishId })),
];

export const unknownDishes = (own: Own, isKnown: (dishId: string) => boolean): { path: Path; message: string }[] =>
  dishesNamed(own)
    .filter(({ dishId }) => !isKnown(dishId))
    .map(({ path, dishId }) => ({ path, message: `there is no dish ${dishId}` }));
