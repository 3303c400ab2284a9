import { Modal } from '@mantine/core';
import { useState } from 'react';
import { exportEstimatedBillings } from '../../api/estimated-billings.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
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
      <ActionMenu
        name="Export"
        target={
          <PickerButton quiet icon="download" disabled={disabled || busy}>
            {busy ? 'Exporting…' : 'Export'}
          </PickerButton>
        }
        actions={[
          { label: 'Excel workbook (XLSX)', onChoose: () => void download('xlsx') },
          { label: 'Plain table (CSV)', onChoose: () => void download('csv') },
        ]}
      />
      <Modal opened={problem !== null} onClose={() => setProblem(null)} title="The export did not work">
        <ProblemNotice error={problem} />
      </Modal>
    </>
  );
}
