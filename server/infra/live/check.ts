/** Self-check at boot: a view or an action nobody thought about, or two that would answer for each other, stop the start. */
import { type Guarded, lacksPolicy } from '../http/check.ts';

interface Named extends Guarded {
  name: string;
}

/** Throws one error that names every view and action without a policy and every name declared twice. */
export function checkLive({ views, actions }: { views: readonly Named[]; actions: readonly Named[] }): void {
  const problems = [...problemsOf('view', views), ...problemsOf('action', actions)];
  if (problems.length === 0) return;
  throw new Error(`The live views and actions are wrong:\n${problems.map(it => `  ${it}`).join('\n')}`);
}

function problemsOf(kind: string, list: readonly Named[]): string[] {
  const names = list.map(({ name }) => name);
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [
    ...list.filter(lacksPolicy).map(({ name }) => `no policy: ${kind} ${name}`),
    ...[...twice].map(name => `declared twice: ${kind} ${name}`),
  ];
}
