/** The writer thread: one connection, one flushed commit for all writes that came together. Plain JavaScript, so that it starts in milliseconds. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';

/**
 * @typedef {{ sql: string, params: unknown[], note: unknown[] }} Write a statement that must change one row, and its row of `changes`
 * @typedef {{ seq: number } | { missed: true } | { taken: string } } Outcome
 */

const db = new Database(workerData.file);
db.exec('PRAGMA journal_mode = WAL');
db.exec('PRAGMA synchronous = FULL');
db.exec('PRAGMA busy_timeout = 5000');
db.exec('PRAGMA wal_autocheckpoint = 4000');
if (workerData.maxPages) db.exec(`PRAGMA max_page_count = ${Number(workerData.maxPages)}`);

/** @type {Map<string, import('libsql').Statement>} */
const statements = new Map();
const note = db.prepare('INSERT INTO changes (collection, id, version, removed) VALUES (?, ?, ?, ?)');
const forget = db.prepare('DELETE FROM changes WHERE seq <= ?');
let lastSeq = 0;
let forgotten = 0;

/** @param {string} sql */
function prepared(sql) {
  let statement = statements.get(sql);
  if (!statement) {
    statement = db.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}

/** @param {Write} write @returns {Outcome} */
function run(write) {
  try {
    const { changes } = prepared(write.sql).run(...write.params);
    if (changes === 0) return { missed: true };
  } catch (error) {
    if (/UNIQUE constraint failed/.test(String(error))) return { taken: String(error) };
    throw error;
  }
  lastSeq = Number(note.run(...write.note).lastInsertRowid);
  return { seq: lastSeq };
}

/** @param {Write[]} writes */
function commit(writes) {
  db.exec('BEGIN IMMEDIATE');
  try {
    const outcomes = writes.map(run);
    if (lastSeq - forgotten > 2 * workerData.keepChanges) {
      forgotten = lastSeq - workerData.keepChanges;
      forget.run(forgotten);
    }
    db.exec('COMMIT');
    return { outcomes };
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    return { failure: String(error) };
  }
}

parentPort?.on('message', message => {
  if (message === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  if (message.maxPages) {
    db.exec(`PRAGMA max_page_count = ${Number(message.maxPages)}`);
    return;
  }
  parentPort?.postMessage(commit(message));
});
