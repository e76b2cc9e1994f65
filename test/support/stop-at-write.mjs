// A preload that ends the process at one of its writes into a folder, as a power switch would:
//   node --import ./stop-at-write.mjs program.js
// HEPTAD_STOP_FOLDER  the folder whose writes count
// HEPTAD_STOP_TRACE   counting: each write is added to this file as a line of JSON
// HEPTAD_STOP_AT      the number of the write to stop at, from 1
// HEPTAD_STOP_ONLY    count these calls only, such as 'write journal.jsonl': work side by side does not shift them
// HEPTAD_STOP_WHEN    before, after, or half: after half of the bytes were written
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative, resolve } from 'node:path';

const FOLDER = resolve(process.env.HEPTAD_STOP_FOLDER ?? '/nowhere');
const TRACE = process.env.HEPTAD_STOP_TRACE;
const STOP_AT = Number(process.env.HEPTAD_STOP_AT ?? 0);
const WHEN = process.env.HEPTAD_STOP_WHEN ?? 'before';
const ONLY = process.env.HEPTAD_STOP_ONLY;

const original = { ...fs };
const openHandle = fs.promises.open;
const renameLater = fs.promises.rename;
const paths = new Map();
let count = 0;
// Node's own functions call one another: only the outermost call counts.
let inside = false;

/** Counts a call, and gives whether it is the one to stop at. */
function isLast(call, path) {
  const at = relative(FOLDER, path);
  if (at.startsWith('..') || (ONLY !== undefined && ONLY !== `${call} ${at}`)) return false;
  count += 1;
  if (TRACE !== undefined)
    original.appendFileSync(TRACE, `${JSON.stringify({ n: count, call, path: at })}\n`);
  return count === STOP_AT;
}

function stop() {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Runs one call, and stops around it where that is asked for. */
function counted(call, path, { run, half }) {
  if (inside || path === undefined) return run();
  inside = true;
  try {
    const last = isLast(call, path);
    if (last && WHEN === 'before') stop();
    if (last && WHEN === 'half') {
      half?.();
      stop();
    }
    const result = run();
    if (last) stop();
    return result;
  } finally {
    inside = false;
  }
}

const pathOf = (target) => (typeof target === 'number' ? paths.get(target) : resolve(String(target)));
const writes = (flags) => typeof flags === 'string' && /[wa+]/.test(flags);

fs.openSync = (path, flags, mode) => {
  const open = () => original.openSync(path, flags, mode);
  const file = writes(flags) ? counted('open', pathOf(path), { run: open }) : open();
  paths.set(file, pathOf(path));
  return file;
};

fs.closeSync = (file) => {
  paths.delete(file);
  original.closeSync(file);
};

fs.writeSync = (file, bytes, offset = 0, length = bytes.length - offset) =>
  counted('write', pathOf(file), {
    run: () => original.writeSync(file, bytes, offset, length),
    half: () => original.writeSync(file, bytes, offset, Math.floor(length / 2)),
  });

fs.writeFileSync = (target, content, options) =>
  counted('write', pathOf(target), {
    run: () => original.writeFileSync(target, content, options),
    half: () => original.writeFileSync(target, Buffer.from(content).subarray(0, content.length / 2), options),
  });

fs.fsyncSync = (file) => counted('flush', pathOf(file), { run: () => original.fsyncSync(file) });
fs.ftruncateSync = (file, length) =>
  counted('cut', pathOf(file), { run: () => original.ftruncateSync(file, length) });
fs.renameSync = (from, to) => counted('rename', pathOf(to), { run: () => original.renameSync(from, to) });
fs.linkSync = (from, to) => counted('link', pathOf(to), { run: () => original.linkSync(from, to) });
fs.rmSync = (path, options) => counted('remove', pathOf(path), { run: () => original.rmSync(path, options) });
fs.mkdirSync = (path, options) => {
  const run = () => original.mkdirSync(path, options);
  return original.existsSync(path) ? run() : counted('mkdir', pathOf(path), { run });
};

fs.promises.rename = async (from, to) => {
  const last = isLast('rename', pathOf(to));
  if (last && WHEN === 'before') stop();
  await renameLater(from, to);
  if (last) stop();
};

fs.promises.open = async (path, flags, mode) => {
  const handle = await openHandle(path, flags, mode);
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    const last = isLast('flush', pathOf(path));
    if (last && WHEN === 'before') stop();
    await sync();
    if (last) stop();
  };
  return handle;
};

syncBuiltinESMExports();
