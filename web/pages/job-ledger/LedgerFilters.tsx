import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { DayPicker } from '../../ui/DayPicker.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import classes from './job-ledger.module.css';
import type { ChangeLedger, LedgerSearch } from './search.ts';
import { accountWords, kindWords } from './words.ts';

type LedgerFiltersProps = { search: LedgerSearch; onChange: ChangeLedger };

const accountChoices = choicesOf(accountWords);
const kindChoices = choicesOf(kindWords);

export function LedgerFilters({ search, onChange }: LedgerFiltersProps) {
  const { from, to, account, kind, item, staff } = search;
  const isFiltered = [from, to, account, kind, item, staff].some((each) => each !== undefined);
  return (
    <div className={classes.filters} role="search" aria-label="Filters">
      <ChoicePicker
        name="Account"
        none="All accounts"
        value={account}
        choices={accountChoices}
        onChange={(chosen) => onChange({ account: chosen })}
      />
      <ChoicePicker
        name="Kind"
        none="All kinds"
        value={kind}
        choices={kindChoices}
        onChange={(chosen) => onChange({ kind: chosen })}
      />
      <DayPicker name="From" value={from} onChange={(day) => onChange({ from: day })} />
      <DayPicker name="To" value={to} onChange={(day) => onChange({ to: day })} />
      {item !== undefined && (
        <PickerButton chosen plain onClick={() => onChange({ item: undefined })} icon="close">
          One entry
        </PickerButton>
      )}
      {isFiltered && (
        <PickerButton
          plain
          icon="close"
          onClick={() =>
            onChange({
              from: undefined,
              to: undefined,
              account: undefined,
              kind: undefined,
              item: undefined,
              staff: undefined,
            })
          }
        >
          Clear
        </PickerButton>
      )}
    </div>
  );
}

function choicesOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
