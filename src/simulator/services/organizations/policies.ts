import {
  ConstraintViolationException,
  DuplicatePolicyAttachmentException,
  DuplicatePolicyException,
  InvalidInputException,
  MalformedPolicyDocumentException,
  PolicyInUseException,
  PolicyNotAttachedException,
  PolicyNotFoundException,
  type PolicySummary,
} from '@aws-sdk/client-organizations';
import { readPolicy } from '../../iam/policy-document.ts';
import { drawGuardrailId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import type { OrganizationPolicy, OrganizationState } from '../../world/organization-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { OrganizationsHandlers } from './handlers.ts';
import { paged } from './paged.ts';
import { nodeOf } from './tree.ts';

const TYPE = 'SERVICE_CONTROL_POLICY';
/** Of one type on one root, unit or account, by FACTS C25. */
const MOST_ATTACHED = 10;
const LONGEST = 10_240;

/** Service control policies, and what they are attached to. */
export function policyHandlers({ organization, random }: World): OrganizationsHandlers {
  const { policies, nodes, managementAccount, id: organizationId } = organization;
  return {
    CreatePolicy: (input) => {
      refuseOtherTypes(input.Type);
      const [name, content] = [given(input.Name, 'Name'), given(input.Content, 'Content')];
      refuseName(organization, name, undefined);
      refuseContent(content);
      const id = `p-${drawGuardrailId(random).slice(0, 8)}`;
      const arn = `arn:aws:organizations::${managementAccount}:policy/${organizationId}/service_control_policy/${id}`;
      const policy = { id, arn, awsManaged: false, name, content, description: input.Description ?? '' };
      policies.set(id, policy);
      return { Policy: { PolicySummary: summaryOf(policy), Content: content } };
    },
    DescribePolicy: ({ PolicyId }) => {
      const policy = policyOf(organization, PolicyId);
      return { Policy: { PolicySummary: summaryOf(policy), Content: policy.content } };
    },
    UpdatePolicy: ({ PolicyId, Name, Description, Content }) => {
      const policy = changeable(policyOf(organization, PolicyId));
      if (Name !== undefined) refuseName(organization, Name, policy.id);
      if (Content !== undefined) refuseContent(Content);
      policy.name = Name ?? policy.name;
      policy.description = Description ?? policy.description;
      policy.content = Content ?? policy.content;
      return { Policy: { PolicySummary: summaryOf(policy), Content: policy.content } };
    },
    DeletePolicy: ({ PolicyId }) => {
      const { id } = changeable(policyOf(organization, PolicyId));
      if ([...nodes.values()].some(({ attached }) => attached.has(id)))
        throw new PolicyInUseException(because('The policy is attached to one or more entities.'));
      policies.delete(id);
      return {};
    },
    AttachPolicy: ({ PolicyId, TargetId }) => {
      const { id } = policyOf(organization, PolicyId);
      const { attached } = nodeOf(organization, given(TargetId, 'TargetId'));
      if (attached.has(id))
        throw new DuplicatePolicyAttachmentException(
          because('The selected policy is already attached to the specified target.'),
        );
      if (attached.size >= MOST_ATTACHED)
        throw constraint(
          'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
          'You have attached the most policies allowed.',
        );
      attached.add(id);
      return {};
    },
    DetachPolicy: ({ PolicyId, TargetId }) => {
      const { id } = policyOf(organization, PolicyId);
      const { attached } = nodeOf(organization, given(TargetId, 'TargetId'));
      if (!attached.has(id))
        throw new PolicyNotAttachedException(because("The policy isn't attached to the specified target."));
      if (attached.size === 1)
        throw constraint('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'The last policy can not be detached.');
      attached.delete(id);
      return {};
    },
    ListPolicies: ({ Filter, ...paging }) => {
      refuseOtherTypes(Filter);
      const { items, ...next } = paged([...policies.values()], paging, 'ListPolicies');
      return { Policies: items.map(summaryOf), ...next };
    },
    ListPoliciesForTarget: ({ TargetId, Filter, ...paging }) => {
      refuseOtherTypes(Filter);
      const { attached } = nodeOf(organization, given(TargetId, 'TargetId'));
      const all = [...attached].map((id) => policyOf(organization, id));
      const { items, ...next } = paged(all, paging, `ListPoliciesForTarget ${TargetId}`);
      return { Policies: items.map(summaryOf), ...next };
    },
    ListTargetsForPolicy: ({ PolicyId, ...paging }) => {
      const { id } = policyOf(organization, PolicyId);
      const all = [...nodes.values()].filter(({ attached }) => attached.has(id));
      const { items, ...next } = paged(all, paging, `ListTargetsForPolicy ${id}`);
      const Targets = items.map((node) => ({
        TargetId: node.id,
        Arn: node.arn,
        Name: node.name,
        Type: node.kind,
      }));
      return { Targets, ...next };
    },
  };
}

function policyOf({ policies }: OrganizationState, id: string | undefined): OrganizationPolicy {
  const policy = policies.get(given(id, 'PolicyId'));
  if (policy === undefined)
    throw new PolicyNotFoundException(
      because("We can't find a policy with the PolicyId that you specified."),
    );
  return policy;
}

function changeable(policy: OrganizationPolicy): OrganizationPolicy {
  if (policy.awsManaged)
    throw new InvalidInputException({
      ...because('You can not change a policy that AWS manages.'),
      Reason: 'IMMUTABLE_POLICY',
    });
  return policy;
}

function refuseOtherTypes(type: string | undefined): void {
  if (type !== TYPE)
    throw new InvalidInputException({
      ...because(`Only policies of type ${TYPE} are enabled.`),
      Reason: 'INVALID_ENUM',
    });
}

function refuseName({ policies }: OrganizationState, name: string, own: string | undefined): void {
  if ([...policies.values()].some((policy) => policy.name === name && policy.id !== own))
    throw new DuplicatePolicyException(because('A policy with the same name already exists.'));
}

function refuseContent(content: string): void {
  const read = readPolicy(content, 'identity');
  if ('fault' in read)
    throw new MalformedPolicyDocumentException(
      because('The provided policy document does not meet the requirements.'),
    );
  if (content.length > LONGEST)
    throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED', 'The policy document is too long.');
}

function constraint(
  reason:
    | 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED'
    | 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED'
    | 'POLICY_CONTENT_LIMIT_EXCEEDED',
  message: string,
): ConstraintViolationException {
  return new ConstraintViolationException({ ...because(message), Reason: reason });
}

function summaryOf({ id, arn, name, description, awsManaged }: OrganizationPolicy): PolicySummary {
  return { Id: id, Arn: arn, Name: name, Description: description, Type: TYPE, AwsManaged: awsManaged };
}
