import { Popover } from '@mantine/core';
import type { FigureRule } from '../../util/figure-rules.ts';
import { figureOfColumn, figures } from '../../util/figure-rules.ts';
import { Icon } from '../../ui/icons.tsx';
import picker from '../../ui/picker.module.css';
import classes from './report.module.css';
import type { ReportView } from './view.ts';

type RuleProps = { of: string; asks: string; view: ReportView };

/** How a report and its figures are computed, at the press of a question mark. */
export function Rule({ of, asks, view }: RuleProps) {
  const explained = view.columns.flatMap(({ key, label }) => {
    const figure = figureOfColumn(view.figuresOf ?? view.name, key);
    return figure === undefined ? [] : [{ key, label, rule: (figures[figure] as FigureRule).rule }];
  });
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.explain}
          aria-label={`How is ${of} computed?`}
          title="How is this computed?"
        >
          <Icon name="question" size={13} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="How this is computed">
        <div className={classes.rule} tabIndex={-1} data-autofocus>
          <strong>{asks}</strong>
          <p>{view.rule}</p>
          {explained.length > 0 && (
            <dl>
              {explained.map(({ key, label, rule }) => (
                <div key={key}>
                  <dt>{label}</dt>
                  <dd>{rule}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
