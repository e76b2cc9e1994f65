import { Command } from 'commander';
import { resolve } from 'node:path';
import { findCase, placesFrom } from '../app/case-places.ts';
import { type CollectAccount, collectInto } from '../app/collect-into.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import {
  ACCOUNT_OPTION,
  accountAccess,
  accountsNamed,
  copyRequest,
  ORG_OPTION,
  ORGANIZATION_ROLE_OPTION,
  withEvidenceOptions,
} from './account-options.ts';
import type { EvidenceOptions } from '../app/evidence-copy/destination-wish.ts';
import { caseTools } from './case-tools.ts';
import { type Io, tell } from './io.ts';
import { collected } from './collected.ts';
import { NARROW_OPTION, narrowingOf, windowOf, type WindowOptions } from './window-options.ts';

interface Options extends EvidenceOptions, WindowOptions {
  readonly profile?: string;
  readonly region: readonly string[];
  readonly org?: string;
  readonly account: readonly string[];
  readonly organizationRole?: string;
  readonly narrow?: string;
  readonly logs: readonly string[];
  readonly complete?: string;
}

export function collectCommand(io: Io): Command {
  return withEvidenceOptions(collectOptions()).action((name: string, options: Options) =>
    collect(io, name, options),
  );
}

function collectOptions(): Command {
  return new Command('heptad collect')
    .description(
      'Brings more evidence into an open case. Steps that rest on it run again at the next resume.',
    )
    .argument('<case>', 'the folder or the id of the case')
    .option('--logs <path>', 'a folder or file of exported logs; may be given again', collected, [])
    .option('--complete <reason>', 'declare the logs complete for the time they span, and why')
    .option('--profile <name>', 'collect from the account of this profile of the shared AWS configuration')
    .option('--region <region>', 'collect from this Region; may be given again', collected, [])
    .option('--from <time>', 'collect what happened since then (ISO 8601); 14 days back by default')
    .option('--to <time>', 'collect what happened up to then (ISO 8601); now by default')
    .option(...NARROW_OPTION)
    .option(...ACCOUNT_OPTION)
    .option(...ORGANIZATION_ROLE_OPTION)
    .option(...ORG_OPTION);
}

async function collect(io: Io, name: string, options: Options): Promise<void> {
  const { logs, complete } = options;
  const folder = findCase(name, placesFrom(io.env));
  const account = accountOf(io, options);
  const evidence = copyRequest(io, options);
  if (logs.length === 0 && complete === undefined && account === null && evidence.wish === null)
    throw new UserError('there is nothing to collect', {
      fix: 'give exported logs (--logs PATH), or an account (--profile P, --region R, or --from T)',
    });
  const done = await collectInto(
    { folder, logs: logs.map((path) => resolve(path)), complete: complete ?? null, account, evidence },
    caseTools(io, NO_ANSWERS, { caseName: folder }),
  );
  tell(
    io,
    `${counted(done.newFiles, 'new file')}; the case now has ${counted(done.events, 'event')} and ${counted(done.invocations, 'invocation record')}.`,
  );
  if (done.newFiles > 0)
    tell(io, '  affected steps run again, and answers on older evidence are asked again, at heptad resume');
}

/** An account is collected from where anything that only an account has was named. */
function accountOf(io: Io, options: Options): CollectAccount | null {
  const { profile, region, from, to, org } = options;
  const reach = accountsNamed(options);
  const named = reach.roles.length > 0 || reach.organizationRole !== null;
  const narrowing = narrowingOf(options.narrow);
  const window = from !== undefined || to !== undefined || narrowing !== null;
  if (profile === undefined && region.length === 0 && !window && !named) return null;
  const wish = { regions: region, ...windowOf(options), narrowing };
  const chosen = {
    ...(profile === undefined ? {} : { profile }),
    ...(region[0] === undefined ? {} : { region: region[0] }),
    ...(org === undefined ? {} : { org }),
  };
  return { access: accountAccess(io, chosen), wish, reach };
}
