/** What channels call our dishes: a dish may have several names on a channel, a name means one dish. */
import type { Dish } from '../../../contract/catalog.ts';
import { under } from '../../../contract/keys.ts';

type Names = Dish['external'][string];

export const namesOf = (names: Names | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names;

export interface Naming {
  dishId: string;
  channel: string;
  externalDishId: string;
}

/** From now on the channel's item is this dish and no other. */
export const named = (dishes: readonly Dish[], { dishId, channel, externalDishId }: Naming): Dish[] =>
  dishes.map(dish => {
    const others = namesOf(under(dish.external, channel)).filter(name => name !== externalDishId);
    return calledBy(dish, channel, dish.id === dishId ? [...others, externalDishId] : others);
  });

/** One name is written as it always was. */
function calledBy(dish: Dish, channel: string, names: string[]): Dish {
  const { [channel]: _old, ...external } = dish.external;
  if (names.length === 0) return { ...dish, external };
  return { ...dish, external: { ...external, [channel]: names.length === 1 ? names[0]! : names } };
}
