import { checkCutOff } from '../support/cut-off-checks.ts';
import { PREPARATION_EXAMPLES } from '../support/preparation-examples.ts';

checkCutOff(PREPARATION_EXAMPLES);
