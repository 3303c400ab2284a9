import { useState } from 'react';
import { fetchFile } from '../api/client.ts';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { PickerButton } from '../ui/PickerButton.tsx';
import { showProblem } from '../ui/toasts.ts';
import { saveFile } from '../util/save-file.ts';
import type { Printing } from './usePrint.ts';

type ExportMenuProps = {
  /** The path that answers what is on the screen; it answers files too. */
  path: string;
  question: Record<string, unknown>;
  disabled?: boolean;
  /** Where it can go on paper too. */
  printing?: Printing;
};

/** What is on the screen, all rows of it, as a file, the same question answered in another form, or on paper. */
export function ExportMenu({ path, question, disabled = false, printing }: ExportMenuProps) {
  const [busy, setBusy] = useState(false);
  const download = async (format: 'csv' | 'xlsx') => {
    setBusy(true);
    try {
      saveFile(await fetchFile(path, { ...question, format, bom: format === 'csv' ? 'true' : undefined }));
    } catch (error) {
      showProblem(error, () => download(format));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ActionMenu
      name="Export"
      target={
        <PickerButton quiet icon="download" disabled={disabled || busy || printing?.isPreparing === true}>
          {busy ? 'Exporting…' : printing?.isPreparing ? 'Asking for all rows…' : 'Export'}
        </PickerButton>
      }
      actions={[
        { label: 'Excel workbook (XLSX)', onChoose: () => void download('xlsx') },
        { label: 'Plain table (CSV)', onChoose: () => void download('csv') },
        ...(printing === undefined ? [] : [{ label: 'Print…', onChoose: printing.print }]),
      ]}
    />
  );
}
