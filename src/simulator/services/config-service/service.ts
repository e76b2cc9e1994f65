import * as config from '@aws-sdk/client-config-service';
import {
  InvalidNextTokenException,
  NoSuchConfigRuleException,
  NoSuchConfigurationRecorderException,
} from '@aws-sdk/client-config-service';
import type { Call, ServiceUnit } from '../../world/call.ts';
import type { KeptRecorder } from '../../world/config-state.ts';
import { pageOf } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import { type Handlers, untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { because } from '../../wire/wire-error.ts';

const PAGE = 25;

/** What AWS Config is set to record and to watch, to be read. It records nothing of the simulated account. */
export function configService({ config: states, accountId }: World): ServiceUnit {
  const recorders = (names: readonly string[] | undefined, region: string): readonly KeptRecorder[] =>
    named(
      states(region).recorders,
      names,
      (name) =>
        new NoSuchConfigurationRecorderException(
          because(`Cannot find configuration recorder with the specified name '${name}'.`),
        ),
    );
  const handlers: Handlers<typeof config, Call> = {
    DescribeConfigurationRecorders: ({ ConfigurationRecorderNames }, { region }) => ({
      ConfigurationRecorders: recorders(ConfigurationRecorderNames, region).map(({ recorder }) => recorder),
    }),
    DescribeConfigurationRecorderStatus: ({ ConfigurationRecorderNames }, { region }) => ({
      ConfigurationRecordersStatus: recorders(ConfigurationRecorderNames, region).map(statusOf),
    }),
    DescribeConfigRules: ({ ConfigRuleNames, NextToken }, { region }) => {
      const asked = named(
        states(region).rules,
        ConfigRuleNames,
        (name) =>
          new NoSuchConfigRuleException(
            because(`The ConfigRule '${name}' provided in the request is invalid.`),
          ),
      );
      const question = `DescribeConfigRules ${region} ${ConfigRuleNames?.join(' ')}`;
      const page = pageOf(asked, { token: NextToken, size: PAGE, question });
      if (page === null) throw new InvalidNextTokenException(because('The nextToken provided is invalid.'));
      return {
        ConfigRules: page.items.map((rule) => ({
          ...rule,
          ConfigRuleArn: `arn:aws:config:${region}:${accountId}:config-rule/${rule.ConfigRuleId}`,
        })),
        NextToken: page.next,
      };
    },
  };
  return {
    model: serviceModel(config, config.ConfigServiceClient),
    handlers: untyped(handlers),
    access: (operation, _input, { region }) => [
      {
        action: `config:${operation}`,
        // Rules are listed as a whole, recorders one by one (service authorization reference of AWS Config).
        resource: operation.startsWith('DescribeConfigurationRecorder')
          ? `arn:aws:config:${region}:${accountId}:configuration-recorder/*`
          : '*',
      },
    ],
  };
}

/** Those that are asked for; all, where none is named. */
function named<T>(
  all: ReadonlyMap<string, T>,
  names: readonly string[] = [],
  absent: (name: string) => Error,
): readonly T[] {
  if (names.length === 0) return [...all.values()];
  return names.map((name) => {
    const known = all.get(name);
    if (known === undefined) throw absent(name);
    return known;
  });
}

function statusOf({ recorder, recording, since }: KeptRecorder): config.ConfigurationRecorderStatus {
  return {
    name: recorder.name,
    recording,
    [recording ? 'lastStartTime' : 'lastStopTime']: new Date(since),
    lastStatus: recording ? 'Success' : 'Pending',
    lastStatusChangeTime: new Date(since),
  };
}
