import type { StepCoverage } from '../../src/model/coverage.ts';
import {
  MONITORING_GROUP_IDS,
  type Overview,
  type Panel,
  PANEL_IDS,
  type PanelId,
} from '../../src/model/overview.ts';

const SEEN: StepCoverage = {
  status: 'partial',
  records: 1200,
  stretches: [{ from: '2026-11-21T00:00:00Z', to: '2026-11-21T05:59:59Z' }],
  gaps: ['Bedrock model invocation logs: partial (as supplied)'],
};
const UNSEEN: StepCoverage = {
  status: 'not-collected',
  records: 0,
  stretches: [],
  gaps: ['CloudTrail management events: not collected'],
};

/** A panel with something in every part; `overrides` change it. */
export function samplePanel(id: PanelId, overrides: Partial<Panel> = {}): Panel {
  return {
    id,
    title: `Panel ${id}`,
    measures: 'requests in the busiest hour',
    unit: 'count',
    value: 55,
    level: 'critical',
    threshold: { warning: 10, critical: 50 },
    perHour: true,
    text: '80 blocks, at most 55 blocks in an hour',
    series: [
      {
        name: 'blocks',
        hours: 1,
        points: [0, 2, 55, null, 7, 0].map((value, hour) => ({ at: `2026-11-21T0${hour}:00:00Z`, value })),
      },
    ],
    bars: [
      { name: 'role/app', value: 60, level: 'critical', note: '60 blocks' },
      { name: 'user/build-bot', value: 20, level: 'unrated', note: '20 blocks' },
    ],
    items: [
      {
        at: '2026-11-21T02:00:00Z',
        who: 'role/app',
        what: 'ignore previous',
        detail: 'anthropic.claude: ignore previous instructions',
        event: 'r-1',
      },
    ],
    itemCount: 3,
    notes: ['5 interventions masked text and blocked nothing'],
    coverage: SEEN,
    ...overrides,
  };
}

/** An overview with every panel and group; one panel and one measure were not seen. */
export function sampleOverview(): Overview {
  return {
    from: '2026-11-21T00:00:00Z',
    to: '2026-11-21T05:59:59Z',
    panels: PANEL_IDS.map((id) =>
      id === 'access-denied'
        ? samplePanel(id, {
            value: null,
            level: 'not-seen',
            text: 'cannot be told: CloudTrail management events: not collected',
            series: [],
            bars: [],
            items: [],
            itemCount: 0,
            notes: [],
            coverage: UNSEEN,
          })
        : samplePanel(id),
    ),
    groups: MONITORING_GROUP_IDS.map((id) => ({
      id,
      title: `Group ${id}`,
      measures: [
        { id: 'seen', title: 'Seen', state: 'seen', text: '12 requests', coverage: SEEN },
        {
          id: 'blind',
          title: 'Blind',
          state: 'not-seen',
          text: 'cannot be told: CloudTrail management events: not collected',
          coverage: UNSEEN,
        },
        { id: 'elsewhere', title: 'Elsewhere', state: 'elsewhere', text: 'Cost Explorer', coverage: null },
      ],
    })),
    prices: { asOf: '2026-11-21', source: 'a table made up for tests' },
  };
}

/** The same with `text` wherever a log could have put it. */
export function hostileOverview(text: string): Overview {
  const overview = sampleOverview();
  return {
    ...overview,
    from: text,
    to: text,
    panels: overview.panels.map((panel) => ({
      ...panel,
      title: text,
      measures: text,
      text,
      series: panel.series.map((series) => ({
        ...series,
        name: text,
        points: series.points.map((point) => ({ ...point, at: text })),
      })),
      bars: panel.bars.map((bar) => ({ ...bar, name: text, note: text })),
      items: panel.items.map((item) => ({
        ...item,
        at: text,
        who: text,
        what: text,
        detail: text,
        event: text,
      })),
      notes: [text],
      coverage: { ...panel.coverage, gaps: [text] },
    })),
    groups: overview.groups.map((group) => ({
      ...group,
      title: text,
      measures: group.measures.map((measure) => ({ ...measure, title: text, text })),
    })),
    prices: { asOf: text, source: text },
  };
}
