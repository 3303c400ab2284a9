import type { ReactNode } from 'react';
import { useTabStop } from '../table/current-line.ts';
import { AppLink } from '../ui/AppLink.tsx';
import type { ListColumn } from './columns.tsx';
import classes from './list.module.css';

/** A row on a phone: two lines at the left, and at the right what matters most of it. */
export type Card = { title: string; under?: ReactNode; end?: ReactNode; underEnd?: ReactNode };

export function cardColumns<Row>(
  cardOf: (row: Row) => Card,
  hrefOf: (row: Row) => string,
): ListColumn<Row>[] {
  return [
    {
      key: 'card',
      header: 'Name',
      width: 160,
      grows: true,
      cell: (row) => <CardStart card={cardOf(row)} href={hrefOf(row)} />,
    },
    {
      key: 'end',
      header: 'More',
      width: 140,
      align: 'end',
      cell: (row) => {
        const { end, underEnd } = cardOf(row);
        return (
          <span className={classes.stacked}>
            <span>{end}</span>
            <span className={classes.second}>{underEnd}</span>
          </span>
        );
      },
    },
  ];
}

function CardStart({ card, href }: { card: Card; href: string }) {
  const tabIndex = useTabStop();
  return (
    <span className={classes.stacked}>
      <AppLink className={classes.main} href={href} tabIndex={tabIndex} data-main>
        {card.title}
      </AppLink>
      <span className={classes.second}>{card.under}</span>
    </span>
  );
}
