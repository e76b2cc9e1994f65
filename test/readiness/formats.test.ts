import { expect, it } from 'vitest';
import { renderReadiness } from '../../src/app/readiness/render-readiness.ts';
import type { ReadinessReport } from '../../src/model/readiness.ts';
import { ocsfFindings } from '../../src/report/readiness-ocsf.ts';
import { openFor, reportOn } from '../support/readiness-account.ts';

const HOSTILE = '<img src=x onerror=alert(1)>"\'`|[a](javascript:x)\u202E\u001b[31m';

/** The bare account, with an agent whose name the intruder chose. */
async function hostileReport(): Promise<ReadinessReport> {
  const opened = await openFor('bare', {
    change: (world) => {
      for (const { draft } of world.agents('us-east-1').agents.values())
        draft.agent = { ...draft.agent, agentName: HOSTILE };
    },
  });
  return reportOn(opened);
}

const report = await hostileReport();

it('quotes a hostile name, and escapes it in html and md', () => {
  expect(report.checks.find(({ check }) => check === 'R22')?.says.join()).toContain('<img');
  const html = renderReadiness(report, 'html');
  const md = renderReadiness(report, 'md');
  const audit = renderReadiness(report, 'audit');
  for (const text of [html, md, audit]) {
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/[\u202E\u001b]/u);
    expect(text).toContain('&lt;img');
  }
  expect(md).not.toMatch(/[^\\]\]\(javascript/);
  expect(html).toContain("default-src 'none'");
  expect(html).not.toContain('<script');
});

it('shows each check and its words in html, md and the audit list', () => {
  for (const format of ['html', 'md', 'audit'] as const) {
    const text = renderReadiness(report, format);
    for (const { check } of report.checks) expect(text).toContain(check);
  }
});

it('gives the audit list as boxes to tick, empty ones all', () => {
  const lines = renderReadiness(report, 'audit').split('\n');
  const boxes = lines.filter((line) => /^ {0,2}- \[ \] /.test(line));
  // Nineteen points of the guideline, and each check at least once.
  expect(boxes.filter((line) => /^- \[ \] [12]\.\d+ /.test(line))).toHaveLength(19);
  expect(boxes.length).toBeGreaterThanOrEqual(19 + 40);
  expect(lines.some((line) => /- \[x\]/i.test(line))).toBe(false);
});

it('writes one Compliance Finding of OCSF for each check, with what the class requires', () => {
  const findings = ocsfFindings(report);
  expect(findings).toHaveLength(40);
  for (const [index, finding] of findings.entries()) {
    const check = report.checks[index];
    expect(finding).toMatchObject({
      class_uid: 2003,
      category_uid: 2,
      activity_id: 1,
      type_uid: 200_301,
      metadata: { version: '1.3.0', product: { vendor_name: 'heptad', name: 'heptad' } },
      time: Date.parse(report.at),
      finding_info: { title: check?.title },
      compliance: { control: check?.check },
    });
    expect(finding.finding_info.uid).toMatch(/^[0-9a-f]{64}$/);
    expect(finding.severity_id).toBeGreaterThanOrEqual(1);
    expect(finding.compliance.standards.length).toBeGreaterThan(0);
    expect(finding.cloud).toMatchObject({ provider: 'AWS', account: { uid: '111122223333' } });
  }
  const ids = Object.fromEntries(
    findings.map(({ compliance }) => [compliance.control, compliance.status_id]),
  );
  expect(ids).toMatchObject({ R01: 3, R33: 2, R38: 99 });
  expect(new Set(findings.map(({ finding_info }) => finding_info.uid)).size).toBe(40);
});

it('says what could not be answered today, and what can never be had', () => {
  const md = renderReadiness(report, 'md');
  expect(md).toContain('What prompts were sent? Are they known?');
  expect(md).toContain('can never be had');
});
