import { createCast } from '../../src/simulator/story/cast.ts';
import { createIntruder } from '../../src/simulator/story/intruder.ts';
import { createRandom } from '../../src/simulator/story/random.ts';

const random = createRandom('test');
const cast = createCast(random.fork('cast'));
const intruder = createIntruder(random.fork('intruder'), cast, Date.parse('2026-01-15T09:00:00Z'));

/** The key that leaked in the tests’ account. */
export const LEAKED_KEY = cast.legacyCi.keyId;
/** The user that the intruder made there, and its Bedrock API key. */
export const PHANTOM = { userName: intruder.phantomUser.name, credentialId: intruder.serviceCredentialId };
