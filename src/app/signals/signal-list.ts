import type { ElementId } from '../../model/element.ts';

/** A kind of trace that decides one of the methodology's questions. Findings of playbooks carry its id; rules carry it as the tag `heptad.<id>`. */
export interface Signal {
  readonly id: string;
  readonly element: ElementId;
  readonly title: string;
}

const TITLES: Readonly<Record<ElementId, readonly string[]>> = {
  access: [
    'A1 Sign-ins and sessions made in an unusual way',
    'A2 Access key or password made for another user',
    'A3 Bedrock API key made or reset',
    'A4 Bedrock API key used',
    'A5 Rights raised, trust widened',
    'A6 Many refused calls by one principal',
    'A7 A long-term key asks who it is and what there is',
    'A8 MFA taken off',
    'A9 Root user at work',
    'A10 Session of a workload used from elsewhere',
    'A11 One key from many addresses; phantom user outside Bedrock',
  ],
  infrastructure: [
    'I1 Instances started',
    'I2 Infrastructure destroyed',
    'I3 Containers and stacks',
    'I4 Function code, settings or address changed',
    'I5 Snapshots and images shared',
    'I6 Trails stopped, removed or narrowed',
    'I7 Threat detection or configuration recording switched off',
    'I8 Log groups, retention or alarms removed',
    'I9 Ways into hosts opened',
    'I10 Encryption keys disabled or given away',
    'I11 Quotas raised, Regions enabled',
  ],
  'ai-changes': [
    'M1 Model invocation logging removed or changed',
    'M2 Model invocation logging asked about before use',
    'M3 Guardrail weakened or removed',
    'M4 Enforced guardrails changed',
    'M5 Access to models taken',
    'M6 Models enumerated',
    'M7 Models brought in or customized',
    'M8 Models destroyed, throughput bought or let go',
    'M9 Agents, prompts or flows changed',
    'M10 Reasoning policies or data retention changed',
    'M11 Policies on AI resources',
    'M12 SageMaker endpoints, models or scripts changed',
  ],
  'data-stores': [
    'D1 Data sources of a knowledge base changed',
    'D2 Documents ingested',
    'D3 Knowledge base or documents removed',
    'D4 Objects written to AI buckets',
    'D5 Objects deleted, versions and lifecycle',
    'D6 Buckets opened or copied',
    'D7 Vector stores changed',
    'D8 Knowledge bases of agents swapped',
    'D9 Training inputs',
    'D10 Documents put into Amazon Q',
    'D11 Retrieved source outside the approved ones',
  ],
  invocation: [
    'V1 New pair of identity and model, or new Region',
    'V2 Probing calls on models',
    'V3 Tokens of one identity',
    'V4 Rate of calls',
    'V5 Guardrail interventions',
    'V6 Calls without a guardrail',
    'V7 Calls without an invocation record',
    'V8 Batch, async and streaming channels that are not logged',
    'V9 Other inference planes',
    'V10 Attacks in prompt text',
    'V11 Agents and flows: volume and errors',
    'V12 Cost',
  ],
  'private-data': [
    'P1 Retrievals from knowledge bases',
    'P2 Objects read from AI buckets',
    'P3 Private data or secrets in answers',
    'P4 Decryption with AI keys',
    'P5 Secrets read by AI roles',
    'P6 Prompt logs read',
    'P7 Ways out for data',
    'P8 Conversations and documents listed',
    'P9 System prompt in answers',
    'P10 Memories of agents read',
  ],
  agency: [
    'G1 New API used by an AI role',
    'G2 Writes by way of an AI service',
    'G3 Agent role from an address elsewhere',
    'G4 Tools and collaborators of agents changed',
    'G5 Tool function called from elsewhere',
    'G6 Gateway tools called in an unusual way',
    'G7 Gateways and their targets changed',
    'G8 E-mail sent by an AI role',
    'G9 Identity and compute calls by an AI role',
    'G10 Code interpreter and browser sessions',
    'G11 Loops of model calls in a session',
    'G12 Retrieved instructions, then a tool call',
  ],
};

/** All signals, in the order of the elements. */
export const SIGNALS: readonly Signal[] = Object.entries(TITLES).flatMap(([element, titles]) =>
  titles.map((line) => {
    const [id = '', ...words] = line.split(' ');
    return { id, element: element as ElementId, title: words.join(' ') };
  }),
);
