// Takes the pictures of the guides: all of them, or those that are named.
//
//     npm run docs:pictures
//     npm run docs:pictures -- week home

import { test } from 'node:test';
import { pictures } from './pictures.ts';
import { openStudio } from './studio.ts';

const named = process.argv.slice(2);
const studio = await openStudio();

for (const picture of pictures.filter(({ name }) => named.length === 0 || named.includes(name)))
  test(picture.name, async (context) => {
    const sizes = await studio.take(picture);
    context.diagnostic(sizes.map((size) => `${Math.ceil(size / 1024)} kB`).join(' and '));
  });
