import { EventDataStoreNotFoundException } from '@aws-sdk/client-cloudtrail';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { CloudTrailHandlers } from './trails.ts';

/** Event data stores of CloudTrail Lake as they are: they are shown, and not asked. */
export function eventDataStoreHandlers({ trail: { stores = new Map() } }: World): CloudTrailHandlers {
  const here = (arn: string | undefined, region: string): boolean =>
    arn?.startsWith(`arn:aws:cloudtrail:${region}:`) === true;
  return {
    ListEventDataStores: (_input, { region }) => ({
      EventDataStores: [...stores.values()]
        .filter(({ EventDataStoreArn }) => here(EventDataStoreArn, region))
        .map(({ EventDataStoreArn, Name }) => ({ EventDataStoreArn, Name })),
    }),
    GetEventDataStore: ({ EventDataStore }, { region }) => {
      const name = given(EventDataStore, 'EventDataStore');
      const found = [...stores.values()].find(
        ({ EventDataStoreArn }) =>
          here(EventDataStoreArn, region) &&
          (EventDataStoreArn === name || EventDataStoreArn?.endsWith(`/${name}`) === true),
      );
      if (found === undefined)
        throw new EventDataStoreNotFoundException(because(`The event data store ${name} does not exist.`));
      return found;
    },
  };
}
