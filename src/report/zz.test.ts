import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { renderHtml } from './html.ts';
import { sampleReport, emptyReport } from '../../test/support/sample-report.ts';
it('x', () => {
  writeFileSync('/tmp/r.html', renderHtml(sampleReport()));
  const s = sampleReport();
  writeFileSync('/tmp/rt.html', renderHtml(sampleReport({case: {...s.case, mode:'tabletop', label:'SIMULATED 111122223333 us-east-1'}})));
  writeFileSync('/tmp/re.html', renderHtml(emptyReport()));
});
