import { useQuery } from '@tanstack/react-query';
import { taxesQuery, type Tax } from '../../api/settings.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { TaxDrawer } from './TaxDrawer.tsx';
import { useOpened } from './useOpened.ts';

/** What lines of documents are taxed with. */
export function TaxesSection() {
  const query = useQuery(taxesQuery());
  const may = useMay()('billing.settings');
  const opened = useOpened(query.data?.items ?? []);
  useCommands(may ? [{ label: 'Add a tax', key: 'n', onChoose: opened.add }] : []);
  return (
    <>
      <SectionHead title="Taxes" actions={may && <AddButton onClick={opened.add}>Add a tax</AddButton>}>
        A document takes the rates of its own date, so a new rate can be entered before it comes into force.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows label="Taxes" empty="No taxes yet. Add the one of your country, such as GST or VAT.">
            {items.map((tax) => (
              <Row key={tax.id} quiet={tax.archived} onOpen={may ? () => opened.open(tax.id) : undefined}>
                <RowName badges={tax.archived && <StatusBadge>Archived</StatusBadge>}>{tax.name}</RowName>
                <RatesNow tax={tax} />
              </Row>
            ))}
          </Rows>
        )}
      </Answered>
      <TaxDrawer key={opened.key} opened={opened.isOpened} tax={opened.row} onClose={opened.close} />
    </>
  );
}

/** The rates of today, and from when they change. */
function RatesNow({ tax }: { tax: Tax }) {
  const formats = useFormats();
  const { timeZone } = useFirm();
  const today = todayIn(timeZone);
  const now = tax.rates.findLast(({ effectiveFrom }) => effectiveFrom <= today);
  const next = tax.rates.find(({ effectiveFrom }) => effectiveFrom > today);
  const words = [
    now === undefined ? null : ratesText(now.components),
    next === undefined ? null : `${ratesText(next.components)} from ${formats.date(next.effectiveFrom)}`,
  ].filter((each) => each !== null);
  return <span>{words.join(', ')}</span>;
}

function ratesText(components: Tax['rates'][number]['components']): string {
  const [first] = components;
  if (components.length === 1 && first !== undefined) return `${first.percent} %`;
  return components.map(({ component, percent }) => `${component} ${percent} %`).join(' + ');
}
