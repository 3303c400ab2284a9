// Finding in the guides: every word that was typed begins a word of the part. Parts that say it in their heading come
// first, then those of one's own guide.

type Part = { readonly guide: string; readonly id: string; readonly title: string; readonly text: string };

export type FoundPart = Part & { readonly around: string };

const shownMax = 15;
const wordsAround = 24;

export function findParts(
  parts: readonly Part[],
  typed: string,
  ownGuides: readonly string[],
): readonly FoundPart[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return [];
  return parts
    .filter(({ title, text }) => hasAll(`${title} ${text}`, wanted))
    .map((part) => ({ part, weight: weightOf(part, wanted, ownGuides) }))
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, shownMax)
    .map(({ part }) => ({ ...part, around: aroundFirst(part.text, wanted) }));
}

function weightOf({ guide, title }: Part, wanted: readonly string[], ownGuides: readonly string[]): number {
  const saysIt = hasAll(title, wanted) ? 4 : 0;
  return saysIt + (ownGuides.includes(guide) ? 2 : 0) + (guide.startsWith('for-') ? 1 : 0);
}

function hasAll(text: string, wanted: readonly string[]): boolean {
  const words = wordsOf(text);
  return wanted.every((word) => words.some((each) => each.startsWith(word)));
}

/** Some words of the text, from shortly before the first that was wanted. */
function aroundFirst(text: string, wanted: readonly string[]): string {
  const words = text.split(' ');
  const at = words.findIndex((word) =>
    wordsOf(word).some((each) => wanted.some((start) => each.startsWith(start))),
  );
  const from = Math.max(0, at - 6);
  const shown = words.slice(from, from + wordsAround).join(' ');
  return `${from > 0 ? '… ' : ''}${shown}${from + wordsAround < words.length ? ' …' : ''}`;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
