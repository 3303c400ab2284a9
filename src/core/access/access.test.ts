import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Permission } from './permissions.ts';
import { allPermissions, isPermission, permissions } from './permissions.ts';
import type { Principal } from './principal.ts';
import {
  isWithinWriteOffLimit,
  may,
  mayReadCostOf,
  mayReadTimeOf,
  mayRecordCostOf,
  mayRecordTimeOf,
  permissionsOf,
  requirePermission,
} from './principal.ts';
import type { Role } from './roles.ts';
import { isRole, roleNames, roles } from './roles.ts';

function principal(role: Role, changes: Partial<Principal> = {}): Principal {
  return {
    firmId: 1,
    actorId: 2,
    memberId: 3,
    staffId: 4,
    role,
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: false,
    ...changes,
  };
}

// A column for each role: o(wner), b(ookkeeper), p(roject manager), s(taff), a(uditor). A dot is a no, and a c is a yes
// only where the firm shows costs to project managers.
const table: Record<Permission, string> = {
  'own.keep': 'obpsa',
  'firm.read': 'obpsa',
  'firm.settings': 'o....',
  'people.read': 'ob..a',
  'people.manage': 'o....',
  'apiKeys.manage': 'o....',
  'clients.read': 'obp.a',
  'clients.edit': 'ob...',
  'staff.read': 'obp.a',
  'staff.edit': 'ob...',
  'tasks.read': 'obpsa',
  'tasks.edit': 'ob...',
  'jobs.read': 'obpsa',
  'jobs.edit': 'obp..',
  'rates.read': 'obp.a',
  'rates.edit': 'ob...',
  'costRates.read': 'obc.a',
  'costRates.edit': 'ob...',
  'time.readOwn': 'obpsa',
  'time.recordOwn': 'obps.',
  'time.readAny': 'obp.a',
  'time.recordAny': 'obp..',
  'costs.read': 'obp.a',
  'costs.record': 'obp..',
  'costs.readOwn': 'obpsa',
  'costs.recordOwn': 'obps.',
  'wip.read': 'obp.a',
  'wip.writeOff': 'obp..',
  'wip.washUp': 'obp..',
  'wip.move': 'obp..',
  'wip.revalue': 'obp..',
  'wip.raiseInterims': 'ob...',
  'quotes.read': 'obp.a',
  'quotes.edit': 'obp..',
  'quotes.accept': 'ob...',
  'invoices.read': 'obp.a',
  'invoices.draft': 'obp..',
  'invoices.approve': 'ob...',
  'payments.record': 'ob...',
  'documents.send': 'obp..',
  'billing.settings': 'ob...',
  'billingRuns.read': 'obp.a',
  'billingRuns.plan': 'obp..',
  'billingRuns.review': 'obp..',
  'billingRuns.run': 'ob...',
  'imports.read': 'ob..a',
  'imports.run': 'ob...',
  'reports.read': 'obp.a',
  'ledger.read': 'obp.a',
  'ledger.verify': 'ob..a',
  'locks.set': 'ob...',
};

for (const [column, role] of roleNames.entries()) {
  test(`${role}: what may be done and what may not`, () => {
    for (const permission of allPermissions) {
      const cell = table[permission][column];
      assert.equal(may(principal(role), permission), cell !== '.' && cell !== 'c', permission);
      assert.equal(may(principal(role, { seesCosts: true }), permission), cell !== '.', permission);
    }
  });
}

test('an auditor sees everything and changes nothing but how they look at it', () => {
  for (const permission of allPermissions) {
    const isTheirOwn = permission === 'own.keep';
    assert.equal(
      may(principal('auditor'), permission),
      isTheirOwn || !permissions[permission].changes,
      permission,
    );
  }
});

test('a staff member sees no money', () => {
  const money: Permission[] = [
    'rates.read',
    'costRates.read',
    'wip.read',
    'costs.read',
    'reports.read',
    'ledger.read',
  ];
  for (const permission of money) {
    assert.equal(may(principal('staff', { seesCosts: true }), permission), false, permission);
  }
});

test('every sentence about a role grants something', () => {
  for (const role of roleNames) {
    for (const grant of roles[role]) {
      assert.ok(grant.permissions.length > 0);
      assert.match(grant.sentence, /^An? [a-z ]+ may .*\.$/);
    }
  }
});

test('the scopes of an API key narrow its role', () => {
  const key = principal('bookkeeper', { memberId: null, scopes: ['time.readAny', 'reports.read'] });
  assert.deepEqual(permissionsOf(key), ['time.readAny', 'reports.read']);
  assert.deepEqual(permissionsOf(principal('owner', { scopes: [] })), []);
});

test('the scopes of an API key never widen its role', () => {
  const key = principal('staff', {
    memberId: null,
    scopes: ['time.recordOwn', 'wip.writeOff', 'costRates.read'],
  });
  assert.deepEqual(permissionsOf(key), ['time.recordOwn']);
});

test('staff record and see their own time and no other', () => {
  assert.equal(mayRecordTimeOf(principal('staff'), 4), true);
  assert.equal(mayRecordTimeOf(principal('staff'), 5), false);
  assert.equal(mayReadTimeOf(principal('staff'), 4), true);
  assert.equal(mayReadTimeOf(principal('staff'), 5), false);
  assert.equal(mayRecordTimeOf(principal('staff', { staffId: null }), 4), false);
});

test('project managers record and see the time of all; auditors only see it', () => {
  assert.equal(mayRecordTimeOf(principal('projectManager', { staffId: null }), 5), true);
  assert.equal(mayReadTimeOf(principal('projectManager', { staffId: null }), 5), true);
  assert.equal(mayRecordTimeOf(principal('auditor'), 4), false);
  assert.equal(mayReadTimeOf(principal('auditor'), 5), true);
});

test('staff see and change the costs that they recorded and no other', () => {
  for (const decides of [mayReadCostOf, mayRecordCostOf]) {
    assert.equal(decides(principal('staff'), 2), true);
    assert.equal(decides(principal('staff'), 3), false);
    assert.equal(decides(principal('staff'), null), false);
    assert.equal(decides(principal('projectManager'), 3), true);
    assert.equal(decides(principal('bookkeeper'), null), true);
  }
  assert.equal(mayReadCostOf(principal('auditor'), 3), true);
  assert.equal(mayRecordCostOf(principal('auditor'), 2), false);
});

test('a write-off limit counts the size of the adjustment, and no limit is no limit', () => {
  const limited = principal('projectManager', { writeOffLimitMinor: 50_000n });
  assert.equal(isWithinWriteOffLimit(limited, 50_000n), true);
  assert.equal(isWithinWriteOffLimit(limited, 50_001n), false);
  assert.equal(isWithinWriteOffLimit(limited, -50_001n), false);
  assert.equal(isWithinWriteOffLimit(principal('projectManager', { writeOffLimitMinor: 0n }), 1n), false);
  assert.equal(isWithinWriteOffLimit(principal('owner'), 10n ** 15n), true);
});

test('a refusal says in words what is not permitted and names the permission', () => {
  assert.deepEqual(requirePermission(principal('owner'), 'locks.set'), { ok: true, value: null });
  assert.deepEqual(requirePermission(principal('staff'), 'wip.read'), {
    ok: false,
    refusals: [
      {
        code: 'notPermitted',
        detail: 'You may not see WIP, interims and what is available to invoice in this firm.',
        accepted: 'wip.read',
      },
    ],
  });
});

test('roles and permissions that arrive as text are recognised exactly', () => {
  assert.equal(isRole('owner'), true);
  assert.equal(isRole('Owner'), false);
  assert.equal(isPermission('wip.read'), true);
  assert.equal(isPermission('toString'), false);
});
