import { Menu, Modal } from '@mantine/core';
import { useState } from 'react';
import { exportEstimatedBillings } from '../../api/estimated-billings.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PickerButton } from '../../ui/PickerButton.tsx';
import { saveFile } from '../../util/save-file.ts';
import type { WipSearch } from './search.ts';

/** What is on the screen, all rows of it, as a file. */
export function ExportMenu({ search, disabled }: { search: WipSearch; disabled: boolean }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const download = async (format: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      saveFile(await exportEstimatedBillings(search, format));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <PickerButton quiet icon="download" disabled={disabled || busy}>
            {busy ? 'Exporting…' : 'Export'}
          </PickerButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void download('xlsx')}>Excel workbook (XLSX)</Menu.Item>
          <Menu.Item onClick={() => void download('csv')}>Plain table (CSV)</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={problem !== null} onClose={() => setProblem(null)} title="The export did not work">
        <ProblemNotice error={problem} />
      </Modal>
    </>
  );
}
