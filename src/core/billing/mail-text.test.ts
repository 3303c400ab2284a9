import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillText, firstMailTexts, mailedDocuments, placeholderRefusals } from './mail-text.ts';

test('placeholders are filled in, and braces around anything else stay', () => {
  const filled = fillText('{number} for {client} {total} {other} {}', {
    number: 'INV-0042',
    client: 'Harbour Trust',
    total: '$115.00',
  });
  assert.equal(filled, 'INV-0042 for Harbour Trust $115.00 {other} {}');
});

test('what is filled in is not filled again, and signs in it mean nothing', () => {
  assert.equal(fillText('{client} {firm}', { client: '{firm} $& $1', firm: 'Kauri' }), '{firm} $& $1 Kauri');
  assert.equal(fillText('{constructor}', {}), '{constructor}');
});

test('a placeholder that a document does not have is refused where it stands', () => {
  const text = { subject: 'Statement {number}', body: '{total} {nmber} {nmber}' };
  const refusals = placeholderRefusals('statement', text);
  assert.deepEqual(
    refusals.map(({ field, value }) => [field, value]),
    [
      ['subject', '{number}'],
      ['body', '{nmber}'],
    ],
  );
});

test('the first texts have only placeholders that can be filled in', () => {
  for (const document of mailedDocuments) {
    assert.deepEqual(placeholderRefusals(document, firstMailTexts[document]), []);
  }
});
