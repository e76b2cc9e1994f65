/** The style of the HTML report: light and dark, screen and paper, wide and narrow. No font or picture is fetched. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f3f5f8;--card:#fff;--ink:#16202c;--soft:#56657a;--line:#dde3ea;--tint:#f0f3f7;
--brand:#1d4f7c;--critical:#a3122f;--high:#c04a10;--medium:#8b6400;--low:#21618c;--info:#5d6b7a;--good:#1c6b45;--alert:#b03f08;
--warn-bg:#fff6e0;--warn-line:#e4c06a}
@media (prefers-color-scheme:dark){:root{--page:#0f151c;--card:#18212b;--ink:#e5ebf1;--soft:#9aa9b9;--line:#2c3844;
--tint:#202b37;--brand:#8fc1ea;--critical:#c62b4a;--high:#c95a1e;--medium:#94711a;--low:#2f79a8;--info:#64748a;
--good:#5cc294;--alert:#f0915a;--warn-bg:#2e2817;--warn-line:#6d5a26}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main,header.top,footer{max-width:1080px;margin:0 auto;padding:0 24px}
header.top{padding-top:32px}
.over{font-size:12px;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);font-weight:600;margin:0}
h1{font-size:28px;line-height:1.2;margin:4px 0 6px}
h2{font-size:20px;margin:40px 0 12px;padding-top:8px;border-top:2px solid var(--line)}
h3{font-size:16px;margin:24px 0 8px}
p{margin:0 0 10px}
.meta{color:var(--soft);font-size:13px}
.label{display:inline-block;border:1px solid var(--line);border-radius:4px;padding:0 7px;font-weight:600;font-size:12px;color:var(--ink);background:var(--card)}
.label.real{border-color:var(--critical);color:var(--critical)}
nav{margin:14px 0 18px;font-size:13px;display:flex;flex-wrap:wrap;gap:4px 16px}
a{color:var(--brand);text-decoration:none}a:hover{text-decoration:underline}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:18px 20px;margin:0 0 14px;break-inside:avoid}
.lead{border-left:5px solid var(--info)}
.lead.critical{border-left-color:var(--critical)}.lead.high{border-left-color:var(--high)}.lead.medium{border-left-color:var(--medium)}.lead.low{border-left-color:var(--low)}
.lead .say{font-size:18px;line-height:1.45;margin-bottom:6px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px 20px;margin:16px 0 0}
.facts dt,.grid dt{font-size:12px;color:var(--soft)}
.facts dd{margin:0;font-weight:600;font-size:14px}
.answers th{width:20%}.answers th:first-child,.answers th:nth-child(2){width:40%}
.strip{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:8px;list-style:none;padding:0;margin:0 0 14px}
.strip a{display:block;height:100%;background:var(--card);border:1px solid var(--line);border-top:4px solid var(--line);border-radius:6px;padding:10px;color:inherit;font-size:12px}
.strip b{display:block;font-size:13px;line-height:1.25;min-height:2.5em}
.strip .n{color:var(--soft);font-size:11px}.strip .blind{color:var(--alert);font-size:11px;font-weight:600}
.strip a.critical{border-top-color:var(--critical)}.strip a.high{border-top-color:var(--high)}.strip a.medium{border-top-color:var(--medium)}.strip a.low{border-top-color:var(--low)}.strip a.info{border-top-color:var(--info)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:14px}
.two h3,.card>h3:first-child{margin-top:0}
ul.plain{list-style:none;padding:0;margin:0}ul.plain li{padding:6px 0;border-top:1px solid var(--line)}ul.plain li:first-child{border-top:0}
.chip{display:inline-block;min-width:62px;text-align:center;border-radius:4px;padding:1px 7px;font-size:11px;font-weight:700;letter-spacing:.04em;text-transform:uppercase;color:#fff;background:var(--info)}
.chip.critical{background:var(--critical)}.chip.high{background:var(--high)}.chip.medium{background:var(--medium)}.chip.low{background:var(--low)}
.chip.complete,.chip.good{background:var(--good)}.chip.partial{background:var(--medium)}.chip.not-readable,.chip.not-enabled,.chip.not-collected{background:var(--high)}
@media (prefers-color-scheme:dark){.chip.complete{color:#0f151c}}
.finding>header{display:flex;gap:10px;align-items:baseline;flex-wrap:wrap}
.finding>header h3{margin:0;flex:1 1 60%}
.finding .id{font-weight:700;color:var(--soft)}
.finding.expected{opacity:.82;border-style:dashed}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:8px 20px;margin:10px 0 0}
.grid dd{margin:0;font-size:13px}
.warn{background:var(--warn-bg);border:1px solid var(--warn-line);border-radius:6px;padding:8px 12px;margin:8px 0;font-size:13px}
table{border-collapse:collapse;width:100%;font-size:13px;background:var(--card)}
th{text-align:left;font-size:12px;color:var(--soft);font-weight:600;background:var(--tint)}
th,td{padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.t{white-space:nowrap;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--card);margin:0 0 12px}
.scroll table tr:last-child td{border-bottom:0}
code,.hash{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
p,li,td,dd,h1,h3,code,.say,summary,figcaption{overflow-wrap:anywhere;unicode-bidi:isolate}
.none{color:var(--soft);font-style:italic}
.stale{color:var(--alert);font-size:12px;font-weight:600}
details{margin:8px 0}summary{cursor:pointer;color:var(--brand);font-size:13px}
details>.scroll{margin-top:8px}
.picture{margin:0 0 14px}.picture figcaption{font-size:13px;font-weight:600;margin:0 0 6px}
.picture svg{display:block;min-width:760px;width:100%;height:auto;font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
svg text{fill:var(--soft)}svg .name{text-anchor:end;font-size:12px;fill:var(--ink)}svg .tick{text-anchor:middle}
svg .lane{stroke:var(--line);stroke-width:1}svg .grid{stroke:var(--line);stroke-width:1;stroke-dasharray:2 4}
svg line.flag{stroke:var(--soft);stroke-width:.7;opacity:.6}svg text.flag{text-anchor:middle;font-weight:700;fill:var(--ink)}
svg .mark circle{fill:var(--info);stroke:var(--card);stroke-width:1.5}svg .mark .count{text-anchor:middle;font-size:9px;font-weight:700;fill:#fff}
svg .critical circle{fill:var(--critical)}svg .high circle{fill:var(--high)}svg .medium circle{fill:var(--medium)}svg .low circle{fill:var(--low)}svg .pinned circle{fill:var(--good)}svg .refused circle{fill:var(--card);stroke:var(--critical)}svg .refused .count{fill:var(--critical)}
.moments{padding-left:0;list-style:none;margin:0;counter-reset:m;columns:2;column-gap:28px;font-size:13px}
.moments li{counter-increment:m;padding:3px 0 3px 30px;position:relative;break-inside:avoid}.moments li::before{content:counter(m);position:absolute;left:0;width:22px;text-align:right;font-weight:700;color:var(--soft)}
h4{font-size:14px;margin:14px 0 6px}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(460px,100%),1fr));gap:14px;align-items:start;grid-auto-flow:dense}.panels .wide{grid-column:1/-1}.panels .card{margin:0;min-width:0;border-top:4px solid var(--line)}
.panel>header{display:flex;justify-content:space-between;gap:10px;align-items:baseline}.panel h4{font-size:15px;margin:0 0 6px}
.panel.critical{border-top-color:var(--critical)}.panel.warning{border-top-color:var(--medium)}.panel.not-seen{border-top-style:dashed}
.level{font-size:12px;font-weight:600;color:var(--soft);text-align:right}.level.critical{color:var(--critical)}.level.warning{color:var(--medium)}.level.not-seen{color:var(--alert)}
.plot{margin:6px 0 10px}.plot figcaption{font-size:12px;color:var(--soft)}.plot svg{display:block;width:100%;height:auto;font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
svg .column{fill:var(--brand)}svg .unknown{fill:var(--line);opacity:.45}svg .axis{stroke:var(--soft);stroke-width:1}svg .limit{stroke-width:1.2;stroke-dasharray:5 3}svg .limit.medium{stroke:var(--medium)}svg .limit.critical{stroke:var(--critical)}
.panel .scroll td:not(.t){min-width:10ch}
.bars td{padding:3px 6px;border:0;font-size:12px}.bars td:nth-child(2){width:34%;vertical-align:middle}.bars td.n{white-space:normal;overflow-wrap:normal}.bars svg{display:block;width:100%;height:10px}
svg .bar{fill:var(--brand)}svg .rest{fill:var(--line)}svg .bar.critical{fill:var(--critical)}svg .bar.warning{fill:var(--medium)}.measures td:first-child{width:28%;font-weight:600}
footer{color:var(--soft);font-size:12px;padding-top:28px;padding-bottom:40px}
.ribbon{background:#6a2c91;color:#fff;text-align:center;font-weight:700;padding:8px 16px;letter-spacing:.06em}
.alarm{background:var(--critical);color:#fff;text-align:center;font-weight:700;padding:8px 16px;overflow-wrap:anywhere}
.water{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;pointer-events:none;z-index:9;font-size:17vw;font-weight:800;letter-spacing:.05em;color:#6a2c91;opacity:.09;transform:rotate(-28deg)}
@media (max-width:820px){.strip{grid-template-columns:repeat(2,minmax(0,1fr))}.strip b{min-height:0}.two{grid-template-columns:minmax(0,1fr)}.moments{columns:1}}
@media (max-width:620px){.scroll table{min-width:620px}.scroll table.answers{min-width:0}.answers thead{display:none}.answers tr,.answers td{display:block}.answers td{border:0;padding:4px 10px}.answers tr{border-bottom:1px solid var(--line);padding:4px 0}.answers td:empty{display:none}}
@media (max-width:480px){main,header.top,footer{padding-left:14px;padding-right:14px}h1{font-size:23px}.card{padding:14px}.lead .say{font-size:16px}th,td{padding:6px 8px}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#eee;--brand:#000;--critical:#a3122f;--high:#c04a10;--medium:#8b6400;--low:#21618c;--info:#5d6b7a;--good:#1c6b45;--alert:#b03f08;--warn-bg:#fff;--warn-line:#888}
body{font-size:10.5pt}nav{display:none}main,header.top,footer{max-width:none;padding:0}.card,tr,.picture{break-inside:avoid}h2,h3{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible;border:0}.picture svg{min-width:0}details::details-content{content-visibility:visible;display:block}}
`;
