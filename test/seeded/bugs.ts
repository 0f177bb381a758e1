/** Bugs a tired colleague might write, each with the tests that must notice. */
export interface Bug {
  name: string;
  file: string;
  /** Stands exactly once in the file. */
  good: string;
  bad: string;
  tests: string[];
}

export const bugs: Bug[] = [
  {
    name: 'a unique key is only an index',
    file: 'server/infra/store/sqlite/tables.ts',
    good: 'CREATE UNIQUE INDEX',
    bad: 'CREATE INDEX',
    tests: ['test/contract/sqlite'],
  },
  {
    name: 'a change does not look at the version it replaces',
    file: 'server/infra/store/sqlite/collection.ts',
    good: "join('')} WHERE id = ? AND version = ?`",
    bad: "join('')} WHERE id = ? AND version >= ?`",
    tests: ['test/contract/sqlite'],
  },
  {
    name: 'a write is acknowledged that was never committed',
    file: 'server/infra/store/sqlite/writer.js',
    good: "db.exec('COMMIT');\n    written",
    bad: "db.exec('ROLLBACK');\n    written",
    tests: ['test/contract/sqlite'],
  },
  {
    name: 'a lost compare-and-set is taken for a won one',
    file: 'server/infra/aggregate.ts',
    good: 'if (await store.replaceIf(next, { version: doc.version })) return next;',
    bad: 'await store.replaceIf(next, { version: doc.version }); return next;',
    tests: ['test/features/orders', 'test/features/payments', 'test/features/kitchen'],
  },
  {
    name: 'more portions are held than there are',
    file: 'server/features/catalog/rules/board.ts',
    good: 'if (missing.length > 0 && !ask.force)',
    bad: 'if (missing.length > 99 && !ask.force)',
    tests: ['test/features/catalog'],
  },
  {
    name: 'a basket released twice comes back twice',
    file: 'server/features/catalog/rules/board.ts',
    good: 'return { ...without(board, orderId), stock };',
    bad: 'return { ...board, stock };',
    tests: ['test/features/catalog'],
  },
  {
    name: 'a meal that was begun gives its portions back',
    file: 'server/features/catalog/rules/fate.ts',
    good: "return wasBegun(order) ? 'settle' : 'release';",
    bad: "return wasBegun(order) ? 'release' : 'release';",
    tests: ['test/features/catalog', 'test/rules/catalog'],
  },
  {
    name: "another outlet's papers are shown",
    file: 'server/features/access/staff/scopes.ts',
    good: 'if (reachesOutlet(caller, params.outletId)) return;',
    bad: 'if (caller) return;',
    tests: ['test/slices/access-table'],
  },
  {
    name: 'a screen takes old news for new',
    file: 'server/contract/live.ts',
    good: 'if (version <= (held.get(id) ?? dropped.get(id) ?? -1)) return false;',
    bad: 'if (version < -1) return false;',
    tests: ['test/features/live'],
  },
  {
    name: 'any signature will do',
    file: 'server/features/channels/adapters/open/signature.ts',
    good: 'return wanted.length === shown.length && timingSafeEqual(wanted, shown);',
    bad: 'return wanted.length === shown.length || timingSafeEqual(wanted, shown);',
    tests: ['test/features/channels', 'test/rules/channels'],
  },
  {
    name: 'a nonce may be used again',
    file: 'server/features/channels/intake/nonces.ts',
    good: "if (seen.has(number)) return 'replayed';",
    bad: '',
    tests: ['test/features/channels', 'test/rules/channels'],
  },
  {
    name: 'the same external order gets another id',
    file: 'server/features/orders/service.ts',
    good: "createHash('sha256').update(key)",
    bad: "createHash('sha256').update(key + Math.random())",
    tests: ['test/features/channels', 'test/features/orders'],
  },
  {
    name: "the client's price is believed",
    file: 'server/features/channels/diner/diner.ts',
    good: 'if (offer.priced.money.totalFen !== body.acceptTotalFen)',
    bad: 'if (offer.priced.money.totalFen < 0)',
    tests: ['test/slices/paid'],
  },
  {
    name: 'the food is collected before the kitchen called it ready',
    file: 'server/features/orders/rules.ts',
    good: "if (to === 'collected') return ridden && (order.status === 'ready' || order.deliveredBy === 'platform');",
    bad: "if (to === 'collected') return ridden;",
    tests: ['test/rules/orders', 'test/features/dispatch.test'],
  },
  {
    name: 'a broken plan is used',
    file: 'server/features/dispatch/planning/replan.ts',
    good: 'return failed(region, error);',
    bad: 'throw error;',
    tests: ['test/features/dispatch.test'],
  },
  {
    name: 'a compensation is paid whoever grants it',
    file: 'server/features/service/rules/incidents.ts',
    good: 'const granted = mayGrant(ask.role) || amountFen <= policy.agentLimitFen;',
    bad: 'const granted = mayGrant(ask.role) || amountFen > 0;',
    tests: ['test/features/service'],
  },
  {
    name: 'a jump nobody can ride is believed',
    file: 'server/features/couriers/rules.ts',
    good: "reason: 'impossible_jump' as const };",
    bad: 'reason: null };',
    tests: ['test/features/couriers'],
  },
  {
    name: 'keys of the prototype pass',
    file: 'server/infra/http/json.ts',
    good: "key === '__proto__' || key === 'constructor' || key === 'prototype'",
    bad: "key === 'nothing'",
    tests: ['test/features/http-edge'],
  },
  {
    name: 'the order is ready when one station is',
    file: 'server/features/kitchen/rules/deeds.ts',
    good: "const isAll = stations.every(({ status }) => status === 'ready');",
    bad: "const isAll = stations.some(({ status }) => status === 'ready');",
    tests: ['test/rules/kitchen', 'test/features/kitchen'],
  },
  {
    name: 'a closed outlet is chosen',
    file: 'server/features/outlets/rules/known.ts',
    good: '!isShut(outlet, atMs) && table.openAt(atMs);',
    bad: '!isShut(outlet, atMs) || table.openAt(atMs);',
    tests: ['test/rules/outlets', 'test/features/outlets'],
  },
  {
    name: 'an order is stored though its hold was lost',
    file: 'server/infra/store/sqlite/writer.js',
    good: "return first === null || (first !== undefined && 'seq' in first);",
    bad: 'return first === null || first !== undefined;',
    tests: ['test/contract/sqlite', 'test/features/channels-intake'],
  },
  {
    name: 'an order on its way into a route is given to another',
    file: 'server/features/dispatch/keeping/routebook.ts',
    good: '(giving.get(orderId) ?? courierId) === courierId,',
    bad: 'courierId === courierId,',
    tests: ['test/features/dispatch-given'],
  },
  {
    name: 'a plan that breaks a promise is used',
    file: 'server/features/dispatch/planning/planner.ts',
    good: 'refuse(wrong);\n      return',
    bad: 'return',
    tests: ['test/features/dispatch-faults'],
  },
  {
    name: 'a delivery that is told twice is paid twice',
    file: 'server/features/dispatch/rules/tally.ts',
    good: ' || tally.orderIds.includes(orderId)) return tally;',
    bad: ') return tally;',
    tests: ['test/rules/routes-tally', 'test/features/dispatch-shifts'],
  },
  {
    name: 'a second kitchen is ridden to with food in the box where that is not wished for',
    file: 'server/features/dispatch/solver/pass.ts',
    good: 'if (isCollect && !sameHalt && way.load > 0 && rider.wishes.oneKitchen) way.feasible = false;',
    bad: '',
    tests: ['test/rules/solver-search'],
  },
];
