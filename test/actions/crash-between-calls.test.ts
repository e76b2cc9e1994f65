import { checkCutOff } from '../support/cut-off-checks.ts';
import { ACCOUNT_EXAMPLES } from '../support/account-examples.ts';

checkCutOff(ACCOUNT_EXAMPLES);
