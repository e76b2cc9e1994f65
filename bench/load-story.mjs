import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Loads the generator of the built program. @param {string} dist the folder that `npm run build` fills */
export async function loadStory(dist) {
  const module = (name) => import(pathToFileURL(join(resolve(dist), 'simulator', `${name}.js`)).href);
  try {
    const [
      { background },
      { createCast },
      { createRandom },
      { exampleLogs },
      { leakedCredential, DEFAULT_START },
    ] = await Promise.all(
      [
        'story/background',
        'story/cast',
        'story/random',
        'scenarios/example-logs',
        'story/leaked-credential',
      ].map(module),
    );
    return { background, createCast, createRandom, exampleLogs, leakedCredential, DEFAULT_START };
  } catch (error) {
    throw new Error(`the generator was not found in '${dist}': run 'npm run build' first`, { cause: error });
  }
}
