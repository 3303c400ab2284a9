import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useChecks, type Check } from './questions.ts';
import { stateWords } from './words.ts';

/** How a check of the whole installation stands, beside what it is about. */
export function CheckFigure({ name }: { name: Check['name'] }) {
  const { data } = useChecks();
  const check = data?.items.find((each) => each.name === name);
  if (check === undefined) return <>…</>;
  const { label, tone } = stateWords[check.state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}
