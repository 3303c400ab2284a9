import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import { oneOf } from '../../util/search.ts';
import type { WipSearch } from './search.ts';
import { groupings } from './search.ts';

const choices = [
  { value: 'client', label: 'Client' },
  { value: 'manager', label: 'Manager' },
  { value: 'partner', label: 'Partner' },
  { value: 'state', label: 'State' },
];

type GroupPickerProps = {
  group: WipSearch['group'];
  onChange: (group: WipSearch['group']) => void;
  onCollapseAll: () => void;
};

export function GroupPicker({ group, onChange, onCollapseAll }: GroupPickerProps) {
  return (
    <>
      {group !== undefined && (
        <PickerButton plain onClick={onCollapseAll}>
          Fold all
        </PickerButton>
      )}
      <ChoicePicker
        name="Group"
        none="No groups"
        value={group}
        choices={choices}
        onChange={(chosen) => onChange(oneOf(groupings, chosen))}
      />
    </>
  );
}
