// Decides how many events each file of a benchmark holds, and where and when it was delivered.
import { wordSource } from './templates.mjs';

const MONTH = 30 * 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const ACCOUNT = '111122223333';
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
// Sizes of delivered log files are skewed: the mean lies well above the median.
const SPREAD = 0.6;

/**
 * @param {{events: number, files: number, regions: readonly {region: string, weight: number}[]}} wanted
 * @returns {readonly {index: number, path: string, region: string, time: number, span: number, events: number}[]}
 */
export function planFiles({ events, files, regions }) {
  const random = wordSource(files);
  const sizes = fileSizes(events, files, random);
  const span = MONTH / files;
  const total = regions.reduce((sum, { weight }) => sum + weight, 0);
  return sizes.map((count, index) => {
    const time = FROM + index * span;
    const region = regionAt(regions, (random() / 4294967296) * total);
    return { index, path: pathOf(region, time, random), region, time, span, events: count };
  });
}

function fileSizes(events, files, random) {
  const unit = () => (random() + 1) / 4294967297;
  const weights = Array.from({ length: files }, () =>
    Math.exp(SPREAD * Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit())),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Every file has an event; the others are shared by weight, and rounding is carried over, so that the sum is exact.
  let owed = 0;
  let given = 0;
  return weights.map((weight) => {
    owed += (weight / total) * (events - files);
    const count = Math.round(owed) - given;
    given += count;
    return count + 1;
  });
}

function regionAt(regions, drawn) {
  let bound = 0;
  for (const { region, weight } of regions) {
    bound += weight;
    if (drawn < bound) return region;
  }
  return regions[0].region;
}

function pathOf(region, time, random) {
  const iso = new Date(time).toISOString();
  const [year, month, day] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
  const minute = String(Math.floor(Number(iso.slice(14, 16)) / 5) * 5).padStart(2, '0');
  const unique = Array.from({ length: 16 }, () => ALPHANUMERIC[random() % ALPHANUMERIC.length]).join('');
  const name = `${ACCOUNT}_CloudTrail_${region}_${year}${month}${day}T${iso.slice(11, 13)}${minute}Z_${unique}.json.gz`;
  return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${year}/${month}/${day}/${name}`;
}
