/** What the store's port costs over libsql's own statements, and what sharing a flush between writers gains. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Db } from '../server/infra/store/port.ts';
import { openSqlite } from '../server/infra/store/sqlite/engine.ts';
import { thing, things } from '../test/contract/thing.ts';
import { againstFloor, atLeast, type Line, median } from './line.ts';

const windows = 12;
const perWindow = 4096;
/** Writers that wait at the same time: both sides commit this many together. */
const together = 256;
const singles = 64;
const text = 'x'.repeat(3000);
const doc = (name: string, i: number) => thing(`${name}-${i}`, { group: `g${i % 50}`, rank: i, bag: { text } });

/** Microseconds per document: the port (many writers at once) against the same rows written by hand in transactions of the same size. */
export async function store(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huidan-bench-store-'));
  const db = await openSqlite({ dataDir: join(folder, 'port'), specs: [things] as never });
  const hand = openByHand(join(folder, 'hand.db'));
  const [port, floor, single]: number[][] = [[], [], []];
  for (let window = -1; window < windows; window++) {
    const measured = {
      port: await timed(perWindow, () => writeByPort(db, `p${window}`)),
      floor: await timed(perWindow, async () => hand.write(`h${window}`)),
      single: await timed(singles, async () => hand.writeSingly(`s${window}`)),
    };
    // The first window warms both sides up.
    if (window < 0) continue;
    port!.push(measured.port);
    floor!.push(measured.floor);
    single!.push(measured.single);
  }
  hand.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
  return [
    againstFloor('store.port', 'us', { value: median(port!), floor: median(floor!), limit: 1.3 }),
    atLeast('store.group', '× single commits', { value: median(single!) / median(port!), limit: 4 }),
  ];
}

async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return ((performance.now() - began) * 1000) / count;
}

async function writeByPort(db: Db, name: string): Promise<void> {
  const store = db.of(things);
  for (let from = 0; from < perWindow; from += together)
    await Promise.all(Array.from({ length: together }, (_, i) => store.insert(doc(name, from + i))));
}

/** The same table, indexes, log of changes and durability, written by one loop that nobody waits for. */
function openByHand(file: string) {
  const db = new Database(file);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  db.exec('CREATE TABLE changes (seq INTEGER PRIMARY KEY, notes TEXT NOT NULL)');
  db.exec(
    'CREATE TABLE things (id TEXT PRIMARY KEY, version INTEGER NOT NULL, doc TEXT NOT NULL, grp, code, name, state, rank, at)',
  );
  db.exec('CREATE UNIQUE INDEX u1 ON things (grp, code)');
  db.exec('CREATE UNIQUE INDEX u2 ON things (name)');
  db.exec('CREATE INDEX r1 ON things (grp, state, rank, id) WHERE rank IS NOT NULL');
  db.exec('CREATE INDEX r2 ON things (grp, at, id) WHERE at IS NOT NULL');
  db.exec('CREATE INDEX r3 ON things (at, id) WHERE at IS NOT NULL');
  db.exec('CREATE INDEX r4 ON things (name, id) WHERE name IS NOT NULL');
  const insert = db.prepare(
    'INSERT INTO things (id, version, doc, grp, code, name, state, rank, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const note = db.prepare('INSERT INTO changes (notes) VALUES (?)');
  const row = (one: ReturnType<typeof doc>) => {
    insert.run(
      one.id,
      one.version,
      JSON.stringify(one),
      one.group,
      one.code,
      one.inner.name,
      one.state,
      one.rank,
      null,
    );
    return ['things', one.id, one.version, 0];
  };
  const commit = (name: string, from: number, count: number) => {
    db.exec('BEGIN IMMEDIATE');
    const notes = Array.from({ length: count }, (_, i) => row(doc(name, from + i)));
    note.run(JSON.stringify(notes));
    db.exec('COMMIT');
  };
  return {
    write(name: string) {
      for (let from = 0; from < perWindow; from += together) commit(name, from, together);
    },
    /** Each document flushed by itself. */
    writeSingly(name: string) {
      for (let i = 0; i < singles; i++) commit(name, i, 1);
    },
    close: () => db.close(),
  };
}
