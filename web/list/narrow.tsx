import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTabStop } from '../table/current-line.ts';
import { ActionMenu, type Action } from '../ui/ActionMenu.tsx';
import { AppLink } from '../ui/AppLink.tsx';
import { Icon } from '../ui/icons.tsx';
import type { ListColumn } from './columns.tsx';
import classes from './list.module.css';

/** A row on a phone: two lines at the left, and at the right what matters most of it. */
export type Card = { title: string; under?: ReactNode; end?: ReactNode; underEnd?: ReactNode };

type CardColumns<Row> = {
  cardOf: (row: Row) => Card;
  hrefOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** What can be done with a row, under a button of its card: a phone has no keys. */
  menuOf?: ((row: Row) => readonly Action[]) | undefined;
};

export function cardColumns<Row>({ cardOf, hrefOf, nameOf, menuOf }: CardColumns<Row>): ListColumn<Row>[] {
  return [
    {
      key: 'card',
      header: 'Name',
      hidesHeader: true,
      width: 160,
      grows: true,
      cell: (row) => <CardStart card={cardOf(row)} href={hrefOf(row)} />,
    },
    {
      key: 'end',
      header: 'More',
      hidesHeader: true,
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
    ...(menuOf === undefined
      ? []
      : [
          {
            key: 'menu',
            header: 'What to do',
            hidesHeader: true,
            width: 56,
            cell: (row: Row) => <CardMenu name={nameOf(row)} actions={menuOf(row)} />,
          },
        ]),
  ];
}

function CardMenu({ name, actions }: { name: string; actions: readonly Action[] }) {
  const tabIndex = useTabStop();
  if (actions.length === 0) return null;
  return (
    <ActionMenu
      name={`What to do with ${name}`}
      target={
        <Button variant="subtle" size="sm" px={9} tabIndex={tabIndex} aria-label={`What to do with ${name}`}>
          <Icon name="more" />
        </Button>
      }
      actions={actions}
    />
  );
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
