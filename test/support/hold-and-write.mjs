// Holds a case and writes to it as fast as it can, until it is killed: node hold-and-write.mjs DIST CASE NAME.
// A line on stdout acknowledges each note: `held` when the case is held, then the text of each note on disk.
import { writeSync } from 'node:fs';

const [, , dist, folder, name] = process.argv;
const { holdCase } = await import(`file://${dist}case/case-folder.js`);
const by = { human: name, identity: null };

const store = await holdCase(folder, { by, clock: { now: () => new Date().toISOString() } });
writeSync(1, 'held\n');
for (let number = 0; ; number += 1) {
  await store.append({ kind: 'note-added', data: { text: `${name} ${number}`, request: null } }, by);
  writeSync(1, `${name} ${number}\n`);
  await store.drainInbox();
  await new Promise((resolve) => setImmediate(resolve));
}
