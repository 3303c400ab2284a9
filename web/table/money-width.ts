// Money is never cut off, so a column of it is as wide as the longest amount in it. Figures are tabular: all digits have
// one width, which is measured once in the typeface.

// Room on both sides of a cell, with the gutter of the page for the last column of all.
const cellPadding = 36;

/** The width in pixels that holds every one of these amounts, in the weight of totals. */
export function widthOfAmounts(amounts: Iterable<string | null>, widthMin: number): number {
  let length = 0;
  for (const amount of amounts) length = Math.max(length, amount?.length ?? 0);
  // '1234567.00' shows as '1,234,567.00'; the point is already counted as a digit.
  const separators = Math.max(0, Math.ceil((length - 6) / 3));
  const { digit, separator } = measures();
  return Math.max(widthMin, Math.ceil(length * digit + separators * separator) + cellPadding);
}

type Measures = { digit: number; separator: number };
let measured: Measures | undefined;

/** Until the typeface is there, what stands in for it is measured each time. */
function measures(): Measures {
  if (measured !== undefined) return measured;
  const now = measure();
  if (document.fonts.check("600 13px 'Inter Variable'")) measured = now;
  return now;
}

function measure(): Measures {
  const canvas = document.createElement('canvas').getContext('2d');
  if (canvas === null) return { digit: 9, separator: 5 };
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  canvas.font = `600 ${fontSize} ${fontFamily}`;
  return { digit: canvas.measureText('0').width, separator: canvas.measureText(',').width };
}
