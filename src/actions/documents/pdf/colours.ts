// What of a firm's colour can be used where: a pale one makes lines and areas, and words are then set in a dark grey.

export const ink = '#1c2126';
export const faint = '#5c6670';
export const hairline = '#d5dade';

const contrastMin = 3.2;

/** The colour where it can be read on white, else ink. */
export function readableOnPaper(colour: string): string {
  return contrastWithWhite(colour) >= contrastMin ? colour : ink;
}

/** A breath of the colour, for areas under text. */
export function tintOf(colour: string): string {
  const mixed = channelsOf(colour).map((channel) => Math.round(255 - (255 - channel) * 0.08));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** By the formula of WCAG 2. */
function contrastWithWhite(colour: string): number {
  const linear = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

export type Palette = { readonly accent: string; readonly words: string; readonly tint: string };
