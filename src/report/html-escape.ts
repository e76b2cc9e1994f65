import { showUnseen } from '../base/text-safety.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** The report's escaping function for HTML: safe as element text and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return showUnseen(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
