import type { Command } from 'commander';
import type { Io } from './io.ts';

/** A command as `heptad --help` lists it; what it takes and does is loaded only when it is called. */
export interface ListedCommand {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<(io: Io) => Command>;
}

/** The commands in the order of a case's life. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'run',
    summary: 'open a case and walk a playbook',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'resume',
    summary: 'go on with a case',
    load: async () => (await import('./resume.ts')).resumeCommand,
  },
  {
    name: 'collect',
    summary: 'bring more evidence into an open case',
    load: async () => (await import('./collect.ts')).collectCommand,
  },
  {
    name: 'status',
    summary: 'where a case stands',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  { name: 'case', summary: 'all cases', load: async () => (await import('./case.ts')).caseCommand },
  {
    name: 'note',
    summary: 'add a note to a case',
    load: async () => (await import('./note.ts')).noteCommand,
  },
  {
    name: 'log',
    summary: "add to the incident's own record",
    load: async () => (await import('./log.ts')).logCommand,
  },
  {
    name: 'handover',
    summary: 'one page for the next shift',
    load: async () => (await import('./handover.ts')).handoverCommand,
  },
  {
    name: 'report',
    summary: 'the report as html, md or json',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  {
    name: 'verify',
    summary: 'check every journal entry and every evidence byte',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'evidence',
    summary: 'what a case keeps, and copies of it',
    load: async () => (await import('./evidence.ts')).evidenceCommand,
  },
  {
    name: 'seal',
    summary: 'make a key that opens sealed prompts and answers',
    load: async () => (await import('./seal.ts')).sealCommand,
  },
  { name: 'close', summary: 'end a case', load: async () => (await import('./close.ts')).closeCommand },
  {
    name: 'logs',
    summary: 'ask the logs: query, raw, coverage, insights',
    load: async () => (await import('./logs.ts')).logsCommand,
  },
  {
    name: 'detect',
    summary: 'run Sigma rules over the logs',
    load: async () => (await import('./detect.ts')).detectCommand,
  },
  {
    name: 'overview',
    summary: 'how the workload stands: eight panels, six groups',
    load: async () => (await import('./overview.ts')).overviewCommand,
  },
  {
    name: 'action',
    summary: 'containment: list, plan, apply',
    load: async () => (await import('./action.ts')).actionCommand,
  },
  {
    name: 'watch',
    summary: 'look again and again at what was contained',
    load: async () => (await import('./watch.ts')).watchCommand,
  },
  {
    name: 'undo',
    summary: 'take an applied action back',
    load: async () => (await import('./undo.ts')).undoCommand,
  },
  {
    name: 'approve',
    summary: "approve a plan with one's own identity",
    load: async () => (await import('./approve.ts')).approveCommand,
  },
  {
    name: 'playbook',
    summary: 'list, check, test and show playbooks',
    load: async () => (await import('./playbook.ts')).playbookCommand,
  },
  {
    name: 'doctor',
    summary: 'whether this machine and identity are ready',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'readiness',
    summary: 'whether an account is prepared for an incident',
    load: async () => (await import('./readiness.ts')).readinessCommand,
  },
  {
    name: 'example',
    summary: 'walk the bundled synthetic incident',
    load: async () => (await import('./example.ts')).exampleCommand,
  },
  {
    name: 'exercise',
    summary: 'play a scenario against a simulated intruder',
    load: async () => (await import('./exercise.ts')).exerciseCommand,
  },
  {
    name: 'scenario',
    summary: 'check and test scenario files',
    load: async () => (await import('./scenario.ts')).scenarioCommand,
  },
  {
    name: 'train',
    summary: 'lessons for new responders',
    load: async () => (await import('./train.ts')).trainCommand,
  },
  {
    name: 'simulate',
    summary: 'serve a simulated AWS account on loopback',
    load: async () => (await import('./simulate.ts')).simulateCommand,
  },
];
