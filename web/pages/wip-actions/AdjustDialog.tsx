// Writing WIP off or on, entry by entry. What is open of an entry is offered for a write-off; an amount taken out of its
// field leaves the entry as it is.

import { Skeleton } from '@mantine/core';
import { memo, useCallback, useDeferredValue, useRef } from 'react';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { minorDigits } from '#core/money/currencies.ts';
import { formatScaled, parseScaled } from '#core/money/money.ts';
import type { WipActionDone } from '../../api/wip-actions.ts';
import { useUndoWipAction, wipTopics } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { Form } from '../../form/Form.tsx';
import { MoneyField, isDecimal } from '../../form/NumberFields.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { isZero } from '../../util/sums.ts';
import type { WipItem } from './acting.ts';
import { draftKeyOf } from './acting.ts';
import type { TermsFields } from './Terms.tsx';
import { noTerms, Terms, termsOf } from './Terms.tsx';
import { useOpenItems } from './useOpenItems.ts';
import type { DialogProps } from './dialog-props.ts';
import classes from './wip-actions.module.css';

type Kind = 'writeOff' | 'writeOn';
type AdjustFields = TermsFields & { amounts: Readonly<Record<string, string>> };

const initial: AdjustFields = { ...noTerms, amounts: {} };

const words = {
  writeOff: { title: 'Write off', act: 'Write off', done: 'written off', path: '/write-offs' },
  writeOn: { title: 'Write on', act: 'Write on', done: 'written on', path: '/write-ons' },
} as const;

export default function AdjustDialog(props: DialogProps<Kind>) {
  const { items: found, error, refetch } = useOpenItems(props.acting, props.opened);
  // What is worth nothing cannot be written off, but it can be written on.
  const items = props.acting.act === 'writeOff' ? found?.filter(({ open }) => !isZero(open)) : found;
  if (items !== undefined && items.length > 0) return <Adjust {...props} items={items} />;
  return (
    <EditDrawer
      opened={props.opened}
      title={words[props.acting.act].title}
      onClose={props.onClose}
      size={560}
    >
      {error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : items === undefined ? (
        <Skeleton height={160} />
      ) : (
        <Notice title="Nothing is open here">
          Whatever was recorded is invoiced or written off already. Interims alone are settled by a wash-up.
        </Notice>
      )}
    </EditDrawer>
  );
}

function Adjust({
  acting,
  items,
  opened,
  onClose,
  onDone,
}: DialogProps<Kind> & { items: readonly WipItem[] }) {
  const kind = acting.act;
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const amountOf = (fields: AdjustFields, item: WipItem) =>
    fields.amounts[item.itemId] ?? (kind === 'writeOff' ? item.open : '');
  const changed = (fields: AdjustFields) =>
    items.filter(
      (item) => amountOf(fields, item) !== '' && !(kind === 'writeOff' && isZero(amountOf(fields, item))),
    );
  const form = useRecordForm<AdjustFields, WipActionDone>({
    id: draftKeyOf(acting),
    initial,
    bodyOf: (fields) => ({
      items: changed(fields).map((item) => ({ itemId: item.itemId, amount: amountOf(fields, item) })),
      ...termsOf(fields),
    }),
    check: (fields) => {
      const wrong = changed(fields).some((item) => !isDecimal(amountOf(fields, item)));
      if (wrong) return { amounts: 'One of the amounts cannot be read.' };
      return changed(fields).length === 0 ? { amounts: 'Give an amount for at least one entry.' } : {};
    },
    send: (body) => ({ path: words[kind].path, body }),
    changes: wipTopics,
    onSaved: ({ wipActionId }) => {
      const said = totalsIn(items, (item) => amountOf(form.values, item), formats);
      showToast({
        text: `${said} ${words[kind].done}`,
        onUndo: () => undoing.tell({ wipActionId, said: `${said} is back as it was` }),
      });
      onDone();
    },
  });
  const total = totalsIn(items, (item) => amountOf(form.values, item), formats);
  return (
    <EditDrawer opened={opened} title={words[kind].title} onClose={onClose} form={form} size={560}>
      <Form
        form={form}
        act={total === '' ? words[kind].act : `${words[kind].act} ${total}`}
        onCancel={onClose}
      >
        <p className="quiet">
          {kind === 'writeOff'
            ? 'Takes this out of WIP for good. An entry whose amount you clear stays as it is.'
            : 'Puts value on entries above what was recorded.'}
        </p>
        <Entries items={items} kind={kind} form={form} amountOf={(item) => amountOf(form.values, item)} />
        <Terms form={form as unknown as RecordForm<TermsFields>} />
      </Form>
    </EditDrawer>
  );
}

const shownMax = 100;
const shownAtFirst = 12;

type EntriesProps = {
  items: readonly WipItem[];
  kind: Kind;
  form: RecordForm<AdjustFields>;
  amountOf: (item: WipItem) => string;
};

function Entries({ items, kind, form, amountOf }: EntriesProps) {
  const formats = useFormats();
  const { error } = form.field('amounts');
  const placeOf = new Map(items.filter((each) => amountOf(each) !== '').map((each, place) => [each, place]));
  const objectionTo = (item: WipItem) => form.errorAt(`items.${placeOf.get(item) ?? -1}`);
  const latest = useRef(form);
  latest.current = form;
  const set = useCallback((item: WipItem, amount: string) => {
    const { values, set: change } = latest.current;
    change({ amounts: { ...values.amounts, [item.itemId]: amount } });
  }, []);
  const onBlur = useCallback(() => latest.current.field('amounts').onBlur(), []);
  // The first entries stand there at once; the others come while one already looks or types.
  const shown = useDeferredValue(Math.min(items.length, shownMax), shownAtFirst);
  return (
    <>
      <ul className={classes.entries} aria-label="Entries">
        {items.slice(0, shown).map((item, place) => (
          <Entry
            key={item.itemId}
            item={item}
            label={kind === 'writeOff' ? 'Write off' : 'Write on'}
            first={place === 0}
            amount={amountOf(item)}
            error={objectionTo(item)}
            onChange={set}
            onBlur={onBlur}
          />
        ))}
      </ul>
      {items.length > shownMax && (
        <p className="quiet">
          {formats.count(items.length - shownMax)} more entries
          {kind === 'writeOff' ? ', all that is open of each.' : ' stay as they are.'}
        </p>
      )}
      {error !== undefined && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </>
  );
}

type EntryProps = {
  item: WipItem;
  label: string;
  first: boolean;
  amount: string;
  error: string | undefined;
  onChange: (item: WipItem, amount: string) => void;
  onBlur: () => void;
};

/** One entry. A key typed into another draws it no more. */
const Entry = memo(function Entry({ item, label, first, amount, error, onChange, onBlur }: EntryProps) {
  return (
    <li>
      <span title={item.words}>{item.words}</span>
      <span className={classes.open}>
        <Amount of={item.open} /> open
      </span>
      <MoneyField
        label={label}
        currency={item.currency}
        first={first}
        name={`amount of ${item.itemId}`}
        value={amount}
        onChange={(changed) => onChange(item, changed)}
        onBlur={onBlur}
        error={error}
      />
    </li>
  );
});

/** '1,200.00 NZD', or several currencies side by side. */
function totalsIn(items: readonly WipItem[], amountOf: (item: WipItem) => string, formats: Formats): string {
  return [...Map.groupBy(items, ({ currency }) => currency)]
    .flatMap(([currency, group]) => {
      const digits = minorDigits(currency as CurrencyCode);
      const amounts = group.map(amountOf).filter((amount) => isDecimal(amount, digits));
      // What is typed may have fewer decimals than the currency.
      const sum = amounts.reduce((total, amount) => total + (parseScaled(amount, digits) ?? 0n), 0n);
      return amounts.length === 0 ? [] : [`${formats.amount(formatScaled(sum, digits))} ${currency}`];
    })
    .join(' + ');
}
