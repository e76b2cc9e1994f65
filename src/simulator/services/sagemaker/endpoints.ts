import type {
  DescribeEndpointConfigOutput,
  EndpointStatus,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import { given } from '../../world/given.ts';
import {
  sharesOf,
  type EndpointEntry,
  type SageMakerState,
  type VariantShare,
} from '../../world/sagemaker-state.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { invalid, paged, type SageMakerHandlers } from './handlers.ts';

/** Endpoints that answer for models. What their configuration says is fixed; an update moves them to another one. */
export function endpointHandlers({ sagemaker, accountId }: World): SageMakerHandlers {
  const arnOf = (region: string, kind: string, name: string | undefined): string =>
    `arn:aws:sagemaker:${region}:${accountId}:${kind}/${given(name, 'name').toLowerCase()}`;
  const endpointOf = (region: string, name: string | undefined): EndpointEntry => {
    const found = sagemaker(region).endpoints.get(given(name, 'EndpointName'));
    if (found === undefined) throw invalid(`Could not find endpoint "${arnOf(region, 'endpoint', name)}".`);
    return found;
  };
  const configOf = (region: string, name: string | undefined): DescribeEndpointConfigOutput => {
    const found = sagemaker(region).configs.get(given(name, 'EndpointConfigName'));
    if (found === undefined)
      throw invalid(`Could not find endpoint configuration "${arnOf(region, 'endpoint-config', name)}".`);
    return found;
  };
  return {
    CreateEndpoint: ({ EndpointName, EndpointConfigName }, { region, now }) => {
      const name = given(EndpointName, 'EndpointName');
      const { endpoints } = sagemaker(region);
      const arn = arnOf(region, 'endpoint', name);
      if (endpoints.has(name)) throw invalid(`Cannot create already existing endpoint "${arn}".`);
      const shares = sharesOf(configOf(region, EndpointConfigName));
      const configName = given(EndpointConfigName, 'EndpointConfigName');
      endpoints.set(name, {
        name,
        arn,
        configName,
        shares,
        createdAt: now,
        changedAt: now,
        meanwhile: 'Creating',
      });
      return { EndpointArn: arn };
    },
    UpdateEndpoint: ({ EndpointName, EndpointConfigName, RetainAllVariantProperties }, { region, now }) => {
      const endpoint = settledEndpoint(endpointOf(region, EndpointName), now);
      const shares = sharesOf(configOf(region, EndpointConfigName));
      endpoint.shares = RetainAllVariantProperties === true ? retained(shares, endpoint.shares) : shares;
      endpoint.configName = given(EndpointConfigName, 'EndpointConfigName');
      endpoint.changedAt = now;
      endpoint.meanwhile = 'Updating';
      return { EndpointArn: endpoint.arn };
    },
    UpdateEndpointWeightsAndCapacities: (
      { EndpointName, DesiredWeightsAndCapacities = [] },
      { region, now },
    ) => {
      const endpoint = settledEndpoint(endpointOf(region, EndpointName), now);
      const shares = new Map(endpoint.shares);
      for (const { VariantName = '', DesiredWeight, DesiredInstanceCount } of DesiredWeightsAndCapacities) {
        const share = shares.get(VariantName);
        if (share === undefined)
          throw invalid(
            `The variant name(s) "${VariantName}" is/are not present within endpoint configuration.`,
          );
        shares.set(VariantName, {
          weight: DesiredWeight ?? share.weight,
          instances: DesiredInstanceCount ?? share.instances,
        });
      }
      Object.assign(endpoint, { shares, changedAt: now, meanwhile: 'Updating' });
      return { EndpointArn: endpoint.arn };
    },
    DescribeEndpoint: ({ EndpointName }, { region, now }) => {
      const endpoint = endpointOf(region, EndpointName);
      return {
        EndpointName,
        EndpointArn: endpoint.arn,
        EndpointConfigName: endpoint.configName,
        ProductionVariants: [...endpoint.shares].map(shownVariant),
        EndpointStatus: statusOf(endpoint, now),
        CreationTime: new Date(endpoint.createdAt),
        LastModifiedTime: new Date(endpoint.changedAt),
      };
    },
    DescribeEndpointConfig: ({ EndpointConfigName }, { region }) => configOf(region, EndpointConfigName),
    ListEndpoints: ({ NameContains = '', StatusEquals, ...paging }, { region, now }) => {
      const all = [...sagemaker(region).endpoints.values()].map((endpoint) => ({
        EndpointName: endpoint.name,
        EndpointArn: endpoint.arn,
        EndpointStatus: statusOf(endpoint, now),
        CreationTime: new Date(endpoint.createdAt),
        LastModifiedTime: new Date(endpoint.changedAt),
      }));
      const wanted = all.filter(
        ({ EndpointName, EndpointStatus: status }) =>
          EndpointName.includes(NameContains) && (StatusEquals ?? status) === status,
      );
      const { items, NextToken } = paged(wanted, paging, `ListEndpoints ${NameContains} ${StatusEquals}`);
      return { Endpoints: items, NextToken };
    },
    DeleteEndpoint: ({ EndpointName }, { region, now }) => {
      settledEndpoint(endpointOf(region, EndpointName), now);
      remove(sagemaker(region), EndpointName);
      return {};
    },
  };
}

function remove({ endpoints }: SageMakerState, name: string | undefined): void {
  endpoints.delete(given(name, 'EndpointName'));
}

function statusOf({ changedAt, meanwhile }: EndpointEntry, now: number): EndpointStatus {
  return settled<EndpointStatus>({ since: changedAt, now }, meanwhile, 'InService');
}

/** An endpoint that is being changed can't be changed again. */
function settledEndpoint(endpoint: EndpointEntry, now: number): EndpointEntry {
  if (statusOf(endpoint, now) !== 'InService')
    throw invalid(`Cannot update in-progress endpoint "${endpoint.arn}".`);
  return endpoint;
}

/** The weights and capacities that the endpoint has, where the new configuration knows the variant. */
function retained(
  next: ReadonlyMap<string, VariantShare>,
  now: ReadonlyMap<string, VariantShare>,
): ReadonlyMap<string, VariantShare> {
  return new Map([...next].map(([name, share]) => [name, now.get(name) ?? share]));
}

function shownVariant([VariantName, { weight, instances }]: readonly [
  string,
  VariantShare,
]): ProductionVariantSummary {
  return {
    VariantName,
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: instances,
    DesiredInstanceCount: instances,
  };
}
