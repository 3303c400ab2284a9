// Names for generated firms larger than a scenario's own lists. Invented words; nobody and no company is meant.

import type { Random } from '../random.ts';

const firstNames = [
  'Ada',
  'Anselm',
  'Bede',
  'Briony',
  'Caspian',
  'Cordelia',
  'Dorian',
  'Elspeth',
  'Ferris',
  'Greta',
  'Hollis',
  'Ingrid',
  'Joss',
  'Kahu',
  'Linden',
  'Mabel',
  'Nikau',
  'Orla',
  'Perrin',
  'Quentin',
  'Rosalind',
  'Soren',
  'Tamsin',
  'Ulric',
  'Verity',
  'Wilf',
  'Xanthe',
  'Yara',
  'Zeke',
  'Amaia',
  'Bodhi',
  'Clover',
  'Dimity',
  'Eero',
  'Fenn',
  'Hana',
];
const surnameBeginnings = [
  'Ash',
  'Black',
  'Cold',
  'Dun',
  'Elder',
  'Fal',
  'Gor',
  'Hazel',
  'Iver',
  'Kes',
  'Lark',
  'Mar',
];
const surnameEndings = [
  'bourne',
  'croft',
  'dyke',
  'field-Rowe',
  'garth',
  'hurst',
  'lowe',
  'mere',
  'ridge',
  'stow',
  'wick',
  'worthy',
];

const placeBeginnings = [
  'Amber',
  'Birch',
  'Cobble',
  'Drift',
  'Ember',
  'Fox',
  'Glass',
  'Hollow',
  'Ivory',
  'Juniper',
  'Kestrel',
  'Lichen',
  'Moss',
  'Nettle',
  'Oat',
  'Pebble',
  'Quarry',
  'Rook',
  'Sable',
  'Thorn',
  'Umber',
  'Vale',
  'Willow',
  'Yarrow',
];
const placeEndings = [
  'barrow',
  'brook',
  'combe',
  'dell',
  'fold',
  'gate',
  'haven',
  'leigh',
  'moor',
  'pool',
  'stead',
  'wharf',
];

export function personName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(surnameBeginnings)}${random.pick(surnameEndings)}`;
}

/** A company by place and trade; a number keeps apart the many of a very large firm. */
export function companyName(random: Random, trades: readonly string[], number: number): string {
  const place = `${random.pick(placeBeginnings)}${random.pick(placeEndings)}`;
  return `${place} ${random.pick(trades)} ${number}`;
}
