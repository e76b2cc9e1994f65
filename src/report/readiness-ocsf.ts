import { sha256 } from '../base/hashing.ts';
import type { CheckResult, CheckStatus, ReadinessReport } from '../model/readiness.ts';

/** The version of the Open Cybersecurity Schema Framework that the findings are written in. */
const OCSF = '1.3.0';
const COMPLIANCE_FINDING = 2003;
const CREATE = 1;
/** `Warning` is OCSF's word for a check that gave no result for want of information (objects/compliance). */
const STATUS: Readonly<Record<CheckStatus, readonly [id: number, name: string]>> = {
  pass: [1, 'Pass'],
  unknown: [2, 'Warning'],
  fail: [3, 'Fail'],
  'not-applicable': [99, 'Not applicable'],
};
const INFORMATIONAL = 1;
const MEDIUM = 3;
const HIGH = 4;

/** A Compliance Finding of OCSF, as far as heptad writes one. */
export type ComplianceFinding = ReturnType<typeof findingOf>;

/** One Compliance Finding (class 2003) for each check. */
export function ocsfFindings(report: ReadinessReport): readonly ComplianceFinding[] {
  return report.checks.map((check) => findingOf(check, report));
}

function findingOf(check: CheckResult, { account, at, tool, playbook }: ReadinessReport) {
  const [statusId, status] = STATUS[check.status];
  const time = Date.parse(at);
  const version = tool.split(' ')[1] ?? '';
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: COMPLIANCE_FINDING,
    class_name: 'Compliance Finding',
    type_uid: COMPLIANCE_FINDING * 100 + CREATE,
    type_name: 'Compliance Finding: Create',
    time,
    severity_id: severityOf(check),
    status_id: 1,
    status: 'New',
    message: check.says.join(' '),
    metadata: {
      version: OCSF,
      profiles: ['cloud'],
      product: { name: 'heptad', vendor_name: 'heptad', version },
    },
    cloud: { provider: 'AWS', account: { uid: account.id, type: 'AWS Account', type_id: 10 } },
    finding_info: {
      uid: sha256(`${playbook.id} ${check.check} ${account.id}`),
      title: check.title,
      desc: check.why,
      created_time: time,
      types: [check.check],
    },
    compliance: {
      control: check.check,
      requirements: [...check.controls],
      standards: [...new Set(check.controls.map(standardOf))],
      status,
      status_id: statusId,
      status_detail: [...check.says, ...check.missing.map((name) => `missing: ${name}`)].join(' '),
    },
    remediation: { desc: check.mend.how },
    resources: [{ uid: account.id, type: 'AWS Account', cloud_partition: 'aws' }],
    unmapped: {
      remarks: [...check.remarks],
      questions: check.questions.map(({ id }) => id),
      irreparable: check.irreparable,
      action: check.mend.action,
    },
  };
}

function severityOf({ status, irreparable }: CheckResult): number {
  if (status === 'fail') return irreparable ? HIGH : MEDIUM;
  return INFORMATIONAL;
}

/** `CSA AICM LOG-03` is an id of the standard `CSA AICM`. */
function standardOf(control: string): string {
  const cut = control.lastIndexOf(' ');
  return cut < 0 ? 'AWS Well-Architected Generative AI Lens' : control.slice(0, cut);
}
