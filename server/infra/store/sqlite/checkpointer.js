/** Carries the write-ahead log over into the file while the writer goes on, so that nobody waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';

const db = new Database(workerData.file);
db.exec('PRAGMA busy_timeout = 0');
db.exec('PRAGMA synchronous = FULL');

parentPort?.on('message', message => {
  if (message === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    db.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // The writer's own checkpoint, which follows, says what is wrong.
  }
  parentPort?.postMessage('done');
});
