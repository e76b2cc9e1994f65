import type { Paint } from './paint.ts';

/** The looks of inquirer's prompts. Its own colours pay no heed to NO_COLOR on Node 20, so none of them is left. */
export function promptTheme(paint: Paint) {
  return {
    prefix: { idle: '?', done: '✓' },
    icon: { cursor: '❯', checked: '◉', unchecked: '◯', disabledChecked: '◉', disabledUnchecked: '-' },
    style: {
      answer: plain,
      message: (text: string) => paint.strong(text),
      error: (text: string) => paint.warning(`> ${text}`),
      defaultAnswer: (text: string) => `(${text})`,
      help: (text: string) => paint.faint(text),
      highlight: (text: string) => paint.strong(text),
      key: (text: string) => `<${text}>`,
      disabled: (text: string) => paint.faint(text),
      description: (text: string) => paint.faint(text),
      keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) =>
        paint.faint(keys.map(([key, action]) => `${key} ${action}`).join(' · ')),
    },
  };
}

function plain(text: string): string {
  return text;
}
