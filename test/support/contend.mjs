// Takes locks when told to: node contend.mjs DIST. Each line of stdin is a command, each line of stdout its answer.
//   take FOLDER         won | held: tries once
//   exclude FOLDER N    takes and gives back the lock N times, and tells when somebody else was inside meanwhile
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const { CaseLock } = await import(`file://${process.argv[2]}case/lock.js`);
const who = { human: `contender ${process.pid}`, since: '2026-01-15T09:00:00.000Z' };

function take(folder) {
  try {
    return CaseLock.take(folder, who);
  } catch (error) {
    if (error.name === 'CaseHeldError') return null;
    throw error;
  }
}

function exclude(folder, times) {
  for (let done = 0; done < times;) {
    const lock = take(folder);
    if (lock === null) continue;
    // Fails when another is inside.
    writeFileSync(join(folder, '..', 'inside'), String(process.pid), { flag: 'wx' });
    rmSync(join(folder, '..', 'inside'));
    lock.release();
    done += 1;
  }
  return `alone ${times} times`;
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const [command, folder, times] = line.split(' ');
  const answer =
    command === 'take' ? (take(folder) === null ? 'held' : 'won') : exclude(folder, Number(times));
  process.stdout.write(`${answer}\n`);
}
