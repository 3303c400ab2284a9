import type { ReactNode } from 'react';
import type { FigureName } from '../util/figure-rules.ts';
import { Computed } from './Computed.tsx';
import classes from './page-body.module.css';

type PageBodyProps = {
  /** `text` for forms and facts, which are hard to read across a wide screen. */
  width?: 'text' | 'wide';
  children: ReactNode;
};

/** What scrolls below the head of a page that is not a table. */
export function PageBody({ width = 'wide', children }: PageBodyProps) {
  return (
    <div className={classes.body} data-width={width}>
      <div>{children}</div>
    </div>
  );
}

type BlockProps = {
  title: string;
  /** Where links to it lead. */
  id?: string;
  /** How what it shows is computed. */
  figure?: FigureName;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of a page with a heading of its own. */
export function Block({ title, id, figure, actions, children }: BlockProps) {
  return (
    <section className={classes.block} id={id}>
      <header>
        <span className={classes.title}>
          <h2>{title}</h2>
          {figure && <Computed figure={figure} label={title} />}
        </span>
        {actions}
      </header>
      {children}
    </section>
  );
}

export type Fact = readonly [term: string, value: ReactNode];

/** What is known of a record, as pairs. What is not known is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
