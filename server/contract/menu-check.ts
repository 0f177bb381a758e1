/** What holds of a menu as a whole, however it comes in: every name in it means something, every id is there once. */

interface Named {
  id: string;
}
interface MenuLike {
  categories: readonly Named[];
  dayparts: readonly Named[];
  dishes: readonly DishLike[];
}
interface DishLike extends Named {
  categoryId: string;
  dayparts: readonly string[];
  parts: readonly { dishId: string }[];
  options: readonly (Named & { options: readonly Named[] })[];
  external: Readonly<Record<string, string | readonly string[]>>;
}
export interface MenuIssue {
  path: (string | number)[];
  message: string;
}
type Path = MenuIssue['path'];

/** Everything that does not fit, each at its place. */
export function menuIssues(menu: MenuLike): MenuIssue[] {
  const known = {
    categories: new Set(menu.categories.map(({ id }) => id)),
    dayparts: new Set(menu.dayparts.map(({ id }) => id)),
    dishes: new Map(menu.dishes.map(dish => [dish.id, dish])),
  };
  return [
    ...twice(menu.categories, 'categories', ['categories']),
    ...twice(menu.dayparts, 'dayparts', ['dayparts']),
    ...twice(menu.dishes, 'dishes', ['dishes']),
    ...menu.dishes.flatMap((dish, i) => dishIssues(dish, ['dishes', i], known)),
    ...namedTwice(menu.dishes),
  ];
}

function twice(list: readonly Named[], what: string, path: Path): MenuIssue[] {
  const seen = new Set<string>();
  return list.flatMap(({ id }, i) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew ? [] : [{ path: [...path, i, 'id'], message: `there are two ${what} ${id}` }];
  });
}

interface Known {
  categories: ReadonlySet<string>;
  dayparts: ReadonlySet<string>;
  dishes: ReadonlyMap<string, DishLike>;
}

function dishIssues({ categoryId, dayparts, parts, options }: DishLike, path: Path, known: Known): MenuIssue[] {
  const issues: MenuIssue[] = [];
  const say = (at: Path, message: string) => issues.push({ path: [...path, ...at], message });
  if (!known.categories.has(categoryId)) say(['categoryId'], `there is no category ${categoryId}`);
  dayparts.forEach((id, i) => {
    if (!known.dayparts.has(id)) say(['dayparts', i], `there is no daypart ${id}`);
  });
  parts.forEach(({ dishId }, i) => {
    const part = known.dishes.get(dishId);
    if (!part) say(['parts', i, 'dishId'], `there is no dish ${dishId}`);
    else if (part.parts.length > 0)
      say(['parts', i, 'dishId'], `${dishId} is a combo, and a part must be a single dish`);
  });
  const inside = options.flatMap((group, i) => twice(group.options, 'options', [...path, 'options', i, 'options']));
  return [...issues, ...twice(options, 'option groups', [...path, 'options']), ...inside];
}

/** A channel's name that two dishes claim would mean the one or the other by chance. */
function namedTwice(dishes: readonly DishLike[]): MenuIssue[] {
  const owners = new Map<string, string>();
  return dishes.flatMap(({ id, external }, i) =>
    Object.entries(external).flatMap(([channel, names]) =>
      [names].flat().flatMap(name => {
        const key = `${channel}|${name}`;
        const owner = owners.get(key) ?? id;
        owners.set(key, owner);
        const path = ['dishes', i, 'external', channel];
        return owner === id ? [] : [{ path, message: `${owner} is called ${name} already` }];
      }),
    ),
  );
}
