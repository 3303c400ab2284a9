import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf } from './device.ts';

test('a browser is named as its owner would, whatever others it says it is like', () => {
  const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  assert.equal(
    deviceOf(
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
    ),
    'Edge on Windows',
  );
  assert.equal(
    deviceOf(`Mozilla/5.0 (Linux; Android 16; Pixel 9) ${webKit} Chrome/140.0.0.0 Mobile Safari/537.36`),
    'Chrome on Android',
  );
  assert.equal(
    deviceOf(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1',
    ),
    'Safari on iPhone',
  );
  assert.equal(deviceOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0'), 'Firefox on Linux');
  assert.equal(deviceOf('curl/8.9'), 'Unknown device');
  assert.equal(deviceOf(null), 'Unknown device');
});
