import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Loads the generator of the built program. @param {string} dist the folder that `npm run build` fills */
export async function loadStory(dist) {
  const module = (name) =>
    import(pathToFileURL(join(resolve(dist), 'simulator', 'story', `${name}.js`)).href);
  try {
    const [
      { background },
      { createCast },
      { createRandom },
      { filesOf },
      { leakedCredential, DEFAULT_START },
    ] = await Promise.all(['background', 'cast', 'random', 'write-logs', 'leaked-credential'].map(module));
    return { background, createCast, createRandom, filesOf, leakedCredential, DEFAULT_START };
  } catch (error) {
    throw new Error(`the generator was not found in '${dist}': run 'npm run build' first`, { cause: error });
  }
}
