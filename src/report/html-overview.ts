import { counted } from '../base/text.ts';
import { nothingFoundText, readText, type StepCoverage } from '../model/coverage.ts';
import { type Bar, type MonitoringGroup, type Panel, type PanelLevel, valueText } from '../model/overview.ts';
import type { Report } from '../model/report.ts';
import { capped, markup } from './html-template.ts';
import type { Html } from './html-template.ts';
import { panelPlot } from './panel-plot.ts';

const MOST_ITEMS = 20;

/** How the workload stands: the eight panels with their plots, then the six monitoring groups. */
export function overviewSection({ overview }: Report): Html {
  if (overview === null)
    return markup`<section><h2 id="overview">Overview of the workload</h2><p>The logs of the case have not been read to their end, so the panels cannot be told. heptad resume goes on with them.</p></section>
`;
  return markup`<section><h2 id="overview">Overview of the workload</h2>
<p class="meta">What the logs of the case show as a whole, by the panels and thresholds of a published guide to monitoring AI in the cloud. Grey times have no record: nothing is known of them. Model prices are of ${overview.prices.asOf}.</p>
<div class="panels">${overview.panels.map(panelCard)}</div>
<h3>What there is to monitor (GENSEC03-BP01)</h3>
${overview.groups.map(groupTable)}</section>
`;
}

function panelCard(panel: Panel): Html {
  const { title, measures, text, level, series, bars, items, notes, coverage } = panel;
  return markup`<article class="card panel ${level}${items.length > 0 ? ' wide' : ''}"><header><h4>${title}</h4><span class="level ${level}">${levelText(panel)}</span></header>
<p>${text}</p>${measures === '' ? null : markup`<p class="meta">Value: ${measures}.</p>`}
${series.filter(({ points }) => points.length > 1).map((one) => panelPlot(one, panel))}${barTable(bars)}${itemTable(panel, items)}${notes.map((note) => markup`<p class="warn">${note}</p>`)}<p class="meta">${coverageSentence(coverage)}</p></article>
`;
}

function barTable(bars: readonly Bar[]): Html | null {
  if (bars.length === 0) return null;
  const top = Math.max(...bars.map(({ value }) => value));
  return markup`<table class="bars"><tbody>${bars.map(
    ({ name, value, level, note }) =>
      markup`<tr><td>${name}</td><td><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bar ${level}" x="0" y="0" width="${top <= 0 ? 0 : Math.max(1, (value / top) * 100).toFixed(1)}" height="10"/></svg></td><td class="n">${note}</td></tr>`,
  )}</tbody></table>`;
}

function itemTable({ itemCount }: Panel, items: Panel['items']): Html | null {
  if (items.length === 0) return null;
  const rows = capped(items, MOST_ITEMS, {
    each: ({ at, who, what, detail }) =>
      markup`<tr><td class="t">${at}</td><td>${what}</td><td>${who}</td><td>${detail}</td></tr>`,
    rest: () => markup``,
  });
  const more = itemCount - Math.min(items.length, MOST_ITEMS);
  const rest = more > 0 ? markup`<p class="meta">${counted(more, 'more', 'more')} in the logs.</p>` : null;
  return markup`<div class="scroll"><table><thead><tr><th>Time (UTC)</th><th>What</th><th>Who</th><th>Detail</th></tr></thead><tbody>${rows}</tbody></table></div>${rest}`;
}

function groupTable({ title, measures }: MonitoringGroup): Html {
  return markup`<h4>${title}</h4><div class="scroll"><table class="measures"><tbody>${measures.map(
    ({ title: name, state, text, coverage }) =>
      markup`<tr><td>${name}</td><td>${state === 'elsewhere' ? 'not in logs: ' : ''}${state === 'not-seen' ? markup`<span class="stale">${text}</span>` : text}${state !== 'seen' || coverage === null || coverage.gaps.length === 0 ? null : markup`<br><span class="meta">${coverage.gaps.join('; ')}</span>`}</td></tr>`,
  )}</tbody></table></div>`;
}

function levelText({ level, threshold, unit }: Panel): string {
  const texts: Readonly<Record<PanelLevel, string>> = {
    critical: `critical: over ${valueText(threshold?.critical ?? 0, unit)}`,
    warning: `warning: over ${valueText(threshold?.warning ?? 0, unit)}`,
    below: `not over ${valueText(threshold?.warning ?? 0, unit)}`,
    unrated: 'no threshold',
    'not-seen': 'not seen',
  };
  return texts[level];
}

function coverageSentence(coverage: StepCoverage): string {
  if (coverage.records === 0) return nothingFoundText(coverage);
  return `Coverage: ${readText(coverage)}`;
}
