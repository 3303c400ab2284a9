import type { ReactNode } from 'react';
import type { Problem } from '../../api/problem.ts';
import type { QuotePreview } from '../../api/quotes.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useFirm } from '../../util/firm-context.ts';
import classes from './editor.module.css';

type TotalsProps = {
  preview: QuotePreview | null;
  problem: Problem | null;
  currency: string;
  isWaiting: boolean;
};

/** What the quote comes to as it stands, with its tax and, for those who may see it, its margin. */
export function Totals({ preview, problem, currency, isWaiting }: TotalsProps) {
  const { currency: firmCurrency } = useFirm();
  return (
    <aside className={classes.totals} aria-label="What it comes to" aria-live="polite">
      {isWaiting || preview === null ? (
        <p className="quiet">Choose a client, and what the quote comes to stands here.</p>
      ) : (
        <dl>
          <Row label={`Total ex tax, ${currency}`} isMain>
            <Amount of={preview.total} />
          </Row>
          {preview.taxes.map(({ taxId, component, percent, tax }) => (
            <Row key={`${taxId} ${component}`} label={`${component} ${percent} %`}>
              <Amount of={tax} />
            </Row>
          ))}
          <Row label="Total with tax">
            <Amount of={preview.totalWithTax} />
          </Row>
          {preview.cost !== undefined && preview.cost !== null && (
            <Row label={`Costs the firm, ${firmCurrency}`}>
              <Amount of={preview.cost} />
            </Row>
          )}
          {preview.margin !== undefined && preview.margin !== null && (
            <Row label="Left for the work">
              <Amount of={preview.margin} />
            </Row>
          )}
        </dl>
      )}
      {problem !== null && !isWaiting && (
        <p className={classes.problem}>{problem.said.detail || problem.said.title}</p>
      )}
      <p className="quiet">
        Enter goes down and adds a line. Alt ↑ and Alt ↓ move it, Ctrl Backspace removes it. An option counts
        only when it is proposed.
      </p>
    </aside>
  );
}

function Row({ label, isMain, children }: { label: string; isMain?: boolean; children: ReactNode }) {
  return (
    <div data-main={isMain || undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
